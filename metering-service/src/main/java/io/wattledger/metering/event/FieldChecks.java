package io.wattledger.metering.event;

import static io.wattledger.metering.event.UsageRules.THOUSANDTHS;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a member of any kind of report must be like, under the limits and with the sites and SKUs of one moment. */
final class FieldChecks {

    private static final int NANOS_PER_MILLI = 1_000_000;

    /** Stands between tenant and project where a reseller is invoiced (docs/reseller.md). */
    private static final char BETWEEN_TENANT_AND_PROJECT = '\u203a';

    private final UsageRules rules;
    private final References references;
    private final Instant now;

    FieldChecks(UsageRules rules, References references, Instant now) {
        this.rules = rules;
        this.references = references;
        this.now = now;
    }

    UsageRules rules() {
        return rules;
    }

    /** An attribute without which an event is no CloudEvent. */
    static String attribute(String field, @Nullable String value) throws Broken {
        if (value == null || value.isBlank()) {
            throw new Broken(RefusalCode.NOT_A_CLOUD_EVENT, field, value, "a CloudEvent 1.0 has one that is not blank");
        }
        return text(field, value, WireText.LONGEST_ATTRIBUTE);
    }

    /** A name that must be there and fit an index entry with three others. */
    static String name(String field, @Nullable String value) throws Broken {
        return required(field, value, WireText.LONGEST_NAME);
    }

    /** A text that must be there. */
    static String required(String field, @Nullable String value, int longest) throws Broken {
        if (value == null || value.isBlank()) {
            throw new Broken(RefusalCode.MISSING_FIELD, field, value, "must be given and not be blank");
        }
        return text(field, value, longest);
    }

    /** A text that may be absent. */
    static @Nullable String optional(String field, @Nullable String value) throws Broken {
        return value == null ? null : text(field, value, WireText.LONGEST_ATTRIBUTE);
    }

    private static String text(String field, String value, int longest) throws Broken {
        if (value.length() > longest) {
            throw new Broken(RefusalCode.INVALID_FIELD, field, value, "at most " + longest + " characters");
        }
        if (!WireText.isClean(value)) {
            throw new Broken(
                    RefusalCode.INVALID_FIELD,
                    field,
                    null,
                    "without control characters, unpaired surrogates, U+FFFE and U+FFFF");
        }
        return value;
    }

    /** The series of a report; its site and SKU are still to be looked up. */
    static UsageKey key(EventIdentity identity, @Nullable String project, @Nullable String site, @Nullable String sku)
            throws Broken {
        return new UsageKey(
                identity.tenant(),
                project == null ? UsageKey.NO_PROJECT : project(project),
                name("data.site", site),
                name("data.sku", sku));
    }

    private static String project(String project) throws Broken {
        String name = name("data.project", project);
        if (name.indexOf(BETWEEN_TENANT_AND_PROJECT) >= 0) {
            throw new Broken(
                    RefusalCode.INVALID_FIELD,
                    "data.project",
                    project,
                    "without '" + BETWEEN_TENANT_AND_PROJECT
                            + "', which stands between tenant and project on a reseller's invoice");
        }
        return name;
    }

    long gpuThousandths(@Nullable Long count, @Nullable Long thousandths) throws Broken {
        if (count == null && thousandths == null) {
            throw new Broken(RefusalCode.GPU_COUNT_AMBIGUOUS, "data.gpuCount", null, "give gpuCount or gpuThousandths");
        }
        if (count != null && thousandths != null) {
            throw new Broken(
                    RefusalCode.GPU_COUNT_AMBIGUOUS,
                    "data.gpuThousandths",
                    thousandths.toString(),
                    "give either gpuCount or gpuThousandths, not both");
        }
        if (count != null) {
            return inRange("data.gpuCount", count, rules.mostGpus()) * THOUSANDTHS;
        }
        return inRange("data.gpuThousandths", thousandths == null ? 0 : thousandths, rules.mostGpus() * THOUSANDTHS);
    }

    static long inRange(String field, long value, long most) throws Broken {
        if (value < 1 || value > most) {
            throw new Broken(RefusalCode.GPU_COUNT_OUT_OF_RANGE, field, Long.toString(value), "between 1 and " + most);
        }
        return value;
    }

    /** The devices of an allocation: none, as many as it has whole GPUs, or the one that it has a share of. */
    static List<String> devices(@Nullable List<String> devices, @Nullable Long gpuCount) throws Broken {
        if (devices == null || devices.isEmpty()) {
            return List.of();
        }
        long expected = gpuCount == null ? 1 : gpuCount;
        if (devices.size() != expected || new HashSet<>(devices).size() != expected) {
            throw new Broken(
                    RefusalCode.DEVICE_COUNT_MISMATCH,
                    "data.devices",
                    String.join(" ", devices),
                    "as many different devices as gpuCount says, or the one device of which gpuThousandths is a share");
        }
        for (String device : devices) {
            name("data.devices", device);
        }
        return devices;
    }

    static Placement placement(@Nullable String job, @Nullable String node, List<String> devices) throws Broken {
        return placement(job, node, devices, null);
    }

    static Placement placement(
            @Nullable String job, @Nullable String node, List<String> devices, @Nullable String migProfile)
            throws Broken {
        if (job == null && node == null && devices.isEmpty() && migProfile == null) {
            return Placement.UNKNOWN;
        }
        return new Placement(
                optional("data.job", job),
                optional("data.node", node),
                devices,
                optional("data.migProfile", migProfile));
    }

    Interval interval(@Nullable Instant start, @Nullable Instant end) throws Broken {
        return interval("data.start", start, "data.end", end);
    }

    Interval interval(String startField, @Nullable Instant start, String endField, @Nullable Instant end)
            throws Broken {
        Instant from = wholeMillisecond(startField, start);
        Instant to = wholeMillisecond(endField, end);
        if (!to.isAfter(from)) {
            throw new Broken(RefusalCode.END_NOT_AFTER_START, endField, to.toString(), "after the start " + from);
        }
        requireNotTooEarly(startField, from);
        requireNotInTheFuture(endField, to);
        Interval interval = new Interval(from, to);
        if (interval.length().compareTo(rules.longest()) > 0) {
            throw new Broken(
                    RefusalCode.INTERVAL_TOO_LONG,
                    endField,
                    to.toString(),
                    "at most " + rules.longest() + " after the start; report it in pieces");
        }
        return interval;
    }

    /** An instant at which something happened. */
    Instant instant(String field, @Nullable Instant value) throws Broken {
        Instant instant = wholeMillisecond(field, value);
        requireInReach(field, instant);
        return instant;
    }

    /** Not before anything can have been used, and not later than clocks can be apart. */
    void requireInReach(String field, Instant instant) throws Broken {
        requireNotTooEarly(field, instant);
        requireNotInTheFuture(field, instant);
    }

    private void requireNotTooEarly(String field, Instant instant) throws Broken {
        if (instant.isBefore(rules.earliestStart())) {
            throw new Broken(
                    RefusalCode.BEFORE_EARLIEST_START,
                    field,
                    instant.toString(),
                    "not before " + rules.earliestStart());
        }
    }

    private void requireNotInTheFuture(String field, Instant instant) throws Broken {
        if (instant.isAfter(now.plus(rules.tolerance()))) {
            throw new Broken(
                    RefusalCode.IN_THE_FUTURE,
                    field,
                    instant.toString(),
                    "at most " + rules.tolerance() + " after now, which is " + now);
        }
    }

    private static Instant wholeMillisecond(String field, @Nullable Instant instant) throws Broken {
        if (instant == null) {
            throw new Broken(RefusalCode.MISSING_FIELD, field, null, "must be given as RFC 3339 time");
        }
        if (instant.getNano() % NANOS_PER_MILLI != 0) {
            throw new Broken(
                    RefusalCode.TIME_OFF_MILLISECOND, field, instant.toString(), "at most three digits of a second");
        }
        return instant;
    }

    /** One watt for one milli-GPU-second is one millijoule, so the bound needs no conversion. */
    void checkEnergy(String field, long energy, long gpuThousandths, Interval interval) throws Broken {
        BigInteger most = BigInteger.valueOf(gpuThousandths)
                .multiply(BigInteger.valueOf(interval.length().toMillis()))
                .multiply(BigInteger.valueOf(rules.mostWattsPerGpu()))
                .divide(BigInteger.valueOf(THOUSANDTHS));
        if (energy < 0 || BigInteger.valueOf(energy).compareTo(most) > 0) {
            throw new Broken(
                    RefusalCode.ENERGY_OUT_OF_RANGE,
                    field,
                    Long.toString(energy),
                    "between 0 and " + most + ", which is " + rules.mostWattsPerGpu() + " watts for every GPU");
        }
    }

    /** Site and SKU are of the catalog, and the site was in service until {@code end}. */
    void checkReferences(UsageKey key, Instant end) throws Broken {
        siteInService(key.site(), end);
        if (!references.hasSku(key.sku())) {
            throw new Broken(RefusalCode.UNKNOWN_SKU, "data.sku", key.sku(), "name a SKU of the catalog");
        }
    }

    /** The site is of the catalog and was in service until {@code end}. */
    void siteInService(String site, Instant end) throws Broken {
        switch (knownSite(site)) {
            case References.Live live -> {}
            case References.Planned planned ->
                throw new Broken(
                        RefusalCode.SITE_NOT_IN_SERVICE, "data.site", site, "the site is planned, not yet live");
            case References.Retired(Instant since) -> {
                if (end.isAfter(since)) {
                    throw new Broken(
                            RefusalCode.SITE_NOT_IN_SERVICE, "data.site", site, "the site is retired since " + since);
                }
            }
        }
    }

    References.Site knownSite(String site) throws Broken {
        References.Site known = references.site(site);
        if (known == null) {
            throw new Broken(RefusalCode.UNKNOWN_SITE, "data.site", site, "name a site of the catalog");
        }
        return known;
    }
}
