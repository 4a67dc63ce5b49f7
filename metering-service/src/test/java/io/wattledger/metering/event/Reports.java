package io.wattledger.metering.event;

import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.event.UsageEventTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reports for tests: a good one, and good ones with one thing changed. */
public final class Reports {

    /** The present of all tests in this package. */
    public static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");

    /** When the site "closed" was retired. */
    public static final Instant RETIRED = Instant.parse("2026-06-01T00:00:00Z");

    /** The limits as they are by default. */
    public static final UsageRules RULES = new UsageRules(
            Duration.ofMinutes(5),
            Instant.parse("2000-01-01T00:00:00Z"),
            Duration.ofDays(366),
            100_000,
            20_000,
            new GapPolicy.BySku(
                    new GapPolicy(Duration.ofMinutes(1), Duration.ofMinutes(5)),
                    sku -> sku.equals("b200")
                            ? Optional.of(new GapPolicy(Duration.ofSeconds(15), Duration.ZERO))
                            : Optional.empty()),
            Duration.ofHours(48));

    /** A catalog with a site in every state. */
    public static final References CATALOG = new References(
            Map.of(
                    "glomfjord", new References.Live(),
                    "drawn", new References.Planned(),
                    "closed", new References.Retired(RETIRED)),
            Set.of("h100-sxm"));

    /** An envelope without fault. */
    public static final Envelope ENVELOPE =
            envelope("1.0", "job-1", "/slurm/glomfjord", UsageEventTypes.ALLOCATION_INTERVAL, "acme");

    private Reports() {}

    /** What the rules say of data in a good envelope. */
    public static Verdict assess(AllocationInterval data) {
        return assess(new Arrival(ENVELOPE, new Arrival.Interval(data), new byte[0]));
    }

    /** What the rules say of an arrival. */
    public static Verdict assess(Arrival arrival) {
        return new Assessor(RULES, CATALOG, NOW).assess(arrival);
    }

    /** An envelope with the attributes that every event has. */
    public static Envelope envelope(String specVersion, String id, String source, String type, String tenant) {
        return new Envelope(specVersion, id, source, type, tenant, null, Envelope.Context.NONE);
    }

    /** A draft of good data. */
    public static Draft good() {
        return new Draft();
    }

    /** Data under construction; starts without fault. */
    public static final class Draft {
        private String project = "weather";
        private String site = "glomfjord";
        private String sku = "h100-sxm";
        private Long gpuCount = 8L;
        private Long gpuThousandths;
        private Instant start = Instant.parse("2026-10-01T00:00:00Z");
        private Instant end = Instant.parse("2026-10-01T06:30:00Z");
        private Long energy;
        private String job = "4711";
        private String node = "n01";
        private List<String> devices;
        private String migProfile;

        public Draft project(String value) {
            project = value;
            return this;
        }

        public Draft site(String value) {
            site = value;
            return this;
        }

        public Draft sku(String value) {
            sku = value;
            return this;
        }

        public Draft gpus(Long count, Long thousandths) {
            gpuCount = count;
            gpuThousandths = thousandths;
            return this;
        }

        public Draft from(String value) {
            start = value == null ? null : Instant.parse(value);
            return this;
        }

        public Draft until(String value) {
            end = value == null ? null : Instant.parse(value);
            return this;
        }

        public Draft energy(Long millijoules) {
            energy = millijoules;
            return this;
        }

        public Draft job(String value) {
            job = value;
            return this;
        }

        public Draft devices(String... values) {
            devices = List.of(values);
            return this;
        }

        public Draft migProfile(String value) {
            migProfile = value;
            return this;
        }

        public Draft node(String value) {
            node = value;
            return this;
        }

        public AllocationInterval data() {
            return new AllocationInterval(
                    project, site, sku, gpuCount, gpuThousandths, start, end, energy, job, node, devices, migProfile);
        }
    }
}
