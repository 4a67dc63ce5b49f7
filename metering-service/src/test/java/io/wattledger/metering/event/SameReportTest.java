package io.wattledger.metering.event;

import static io.wattledger.metering.event.Reports.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.event.Verdict.Accepted;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SameReportTest {

    private static final EventIdentity IDENTITY = new EventIdentity("acme", "/s", "1");
    private static final UsageKey KEY = new UsageKey("acme", "weather", "glomfjord", "h100-sxm");
    private static final Instant AT = Instant.parse("2026-10-01T00:00:00Z");

    @Test
    void eightGpusAreEightThousandThousandths() {
        assertThat(hash(good().gpus(8L, null).data()))
                .isEqualTo(hash(good().gpus(null, 8000L).data()));
    }

    @Test
    void noProjectIsTheDefaultProject() {
        assertThat(hash(good().project(null).data()))
                .isEqualTo(hash(good().project("default").data()));
    }

    @Test
    void theOrderInWhichDevicesAreNamedDoesNotMatter() {
        AllocationInterval sent =
                good().gpus(2L, null).devices("GPU-b", "GPU-a").data();

        assertThat(hash(sent))
                .isEqualTo(hash(good().gpus(2L, null).devices("GPU-a", "GPU-b").data()))
                .isNotEqualTo(
                        hash(good().gpus(2L, null).devices("GPU-a", "GPU-c").data()));
        Placement ab = new Placement(null, "n", List.of("a", "b"), null);
        Placement ba = new Placement(null, "n", List.of("b", "a"), null);
        assertThat(start(ba).contentHash()).isEqualTo(start(ab).contentHash());
        assertThat(beat(ba).contentHash()).isEqualTo(beat(ab).contentHash());
    }

    /** Rows that were entered before it did not matter are known by the order that was sent. */
    @Test
    void theHashOfTheOrderSentIsStillKnown() {
        Accepted accepted = (Accepted)
                Reports.assess(good().gpus(2L, null).devices("GPU-b", "GPU-a").data());

        assertThat(Correction.hashAsSent(accepted.report(), null))
                .asHexString()
                .isEqualTo("C0FCBD69CCBCE146BFBAE7D2B6E0678FDB49825ED49B3C353C7C6B45C6CA9E73");
        Accepted sorted = (Accepted)
                Reports.assess(good().gpus(2L, null).devices("GPU-a", "GPU-b").data());
        assertThat(Correction.hashAsSent(sorted.report(), null)).isNull();
        Placement ba = new Placement(null, "n", List.of("b", "a"), null);
        for (UsageReport report : List.of(start(ba), beat(ba))) {
            assertThat(Correction.hashAsSent(report, null)).isNotNull().isNotEqualTo(report.contentHash());
            assertThat(Correction.hashAsSent(report, new Correction(report.identity(), "why")))
                    .isNotEqualTo(Correction.hash(report, new Correction(report.identity(), "why")))
                    .isNotEqualTo(Correction.hashAsSent(report, null));
        }
    }

    private static AllocationStart start(Placement placement) {
        return new AllocationStart(IDENTITY, KEY, "vm", 2000, AT, placement);
    }

    private static AllocationBeat beat(Placement placement) {
        return new AllocationBeat(IDENTITY, KEY, "vm", 2000, new Interval(AT, AT.plusSeconds(60)), true, placement);
    }

    static Stream<AllocationInterval> others() {
        return Stream.of(
                        good().project("oceans"),
                        good().gpus(7L, null),
                        good().from("2026-10-01T00:00:00.001Z"),
                        good().until("2026-10-01T06:30:01Z"),
                        good().energy(0L),
                        good().energy(1L),
                        good().job("4712"),
                        good().job(null),
                        good().node("n02"),
                        good().gpus(1L, null).devices("GPU-1"),
                        good().gpus(null, 1000L).devices("GPU-1").migProfile("1g.10gb"))
                .map(Reports.Draft::data);
    }

    @ParameterizedTest
    @MethodSource("others")
    void everyMemberThatMeansSomethingCounts(AllocationInterval other) {
        assertThat(hash(other)).isNotEqualTo(hash(good().data()));
    }

    @Test
    void membersDoNotRunIntoEachOther() {
        assertThat(hash(good().job("ab").node("c").data()))
                .isNotEqualTo(hash(good().job("a").node("bc").data()));
        assertThat(hash(good().job(null).node("x").data()))
                .isNotEqualTo(hash(good().job("x").node(null).data()));
    }

    @Test
    void theHashNeverChanges() {
        // Known for 13 months: a build that hashes otherwise would take every event that comes again for a conflict.
        assertThat(hash(good().data()))
                .asHexString()
                .isEqualTo("7D9B16797E82FC80FB99D58E4B713AE2775B26E83B02EBBE902A64586FEC5A11");
        assertThat(new EventIdentity("acme", "/slurm/glomfjord", "job-1").key())
                .isEqualTo(EventKey.of(HexFormat.of().parseHex("9b5648ecb1bc8372526657c4086ab620")));
    }

    @Test
    void keysTellTenantSourceAndIdApart() {
        List<EventKey> keys = List.of(
                new EventIdentity("a", "b", "c").key(),
                new EventIdentity("ab", "", "c").key(),
                new EventIdentity("a", "bc", "").key(),
                new EventIdentity("c", "b", "a").key());

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void keysAreOrderedAsTheirBytes() {
        EventKey small = new EventKey(1, 0);
        EventKey large = new EventKey(-1, 0);

        assertThat(small).isLessThan(large);
        assertThat(EventKey.of(large.bytes())).isEqualTo(large);
    }

    private static byte[] hash(AllocationInterval data) {
        return ((Accepted) Reports.assess(data)).report().contentHash();
    }
}
