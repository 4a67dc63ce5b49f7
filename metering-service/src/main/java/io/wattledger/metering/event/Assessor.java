package io.wattledger.metering.event;

import static io.wattledger.metering.event.UsageRules.THOUSANDTHS;

import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.event.Verdict.Accepted;
import io.wattledger.metering.event.Verdict.Refused;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an arrival may be metered, under the limits and with the sites and SKUs of one moment. The first rule
 * that is broken names the refusal; the order is from the envelope inwards.
 */
public final class Assessor {

    private static final String SPEC_VERSION = "1.0";
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final String NOBODY = "-";
    private static final String TENANT_RULE =
            "a tenant has no '/', which ends the tenant in record keys, and is not '-', which stands for nobody";

    private final UsageRules rules;
    private final References references;
    private final Instant now;

    /** Assesses under {@code rules} with the {@code references} known at {@code now}. */
    public Assessor(UsageRules rules, References references, Instant now) {
        this.rules = rules;
        this.references = references;
        this.now = now;
    }

    /** What the rules say of {@code arrival}; never throws for what was sent. */
    public Verdict assess(Arrival arrival) {
        try {
            return new Accepted(check(arrival));
        } catch (Broken broken) {
            return broken.refused;
        }
    }

    /** Whether rows and record keys can name this tenant. */
    public static boolean isTenant(@Nullable String tenant) {
        return WireText.isUsable(tenant, WireText.LONGEST_NAME)
                && String.valueOf(tenant).indexOf('/') < 0
                && !NOBODY.equals(tenant);
    }

    private UsageReport check(Arrival arrival) throws Broken {
        if (arrival.contents() instanceof Arrival.Unreadable unreadable && !unreadable.isInData()) {
            throw new Broken(unreadable.refusal());
        }
        EventIdentity identity = identity(arrival.envelope());
        return switch (arrival.contents()) {
            case Arrival.Unreadable unreadable -> throw new Broken(unreadable.refusal());
            case Arrival.Allocation(AllocationInterval data) -> report(identity, data);
        };
    }

    private static EventIdentity identity(Envelope envelope) throws Broken {
        String specVersion = envelope.specVersion();
        if (specVersion == null) {
            throw broken(RefusalCode.NOT_A_CLOUD_EVENT, "specversion", null, "a CloudEvent 1.0 names its specversion");
        }
        if (!SPEC_VERSION.equals(specVersion)) {
            throw broken(RefusalCode.UNSUPPORTED_SPEC_VERSION, "specversion", specVersion, "only 1.0 is known");
        }
        String id = attribute("id", envelope.id());
        String source = attribute("source", envelope.source());
        String type = attribute("type", envelope.type());
        if (!UsageEventTypes.ALLOCATION_INTERVAL.equals(type)) {
            throw broken(RefusalCode.UNKNOWN_TYPE, "type", type, "known is " + UsageEventTypes.ALLOCATION_INTERVAL);
        }
        String tenant = name(UsageEventTypes.TENANT_EXTENSION, envelope.tenant());
        if (!isTenant(tenant)) {
            throw broken(RefusalCode.INVALID_FIELD, UsageEventTypes.TENANT_EXTENSION, tenant, TENANT_RULE);
        }
        return new EventIdentity(tenant, source, id);
    }

    private UsageReport report(EventIdentity identity, AllocationInterval data) throws Broken {
        String project = data.project() == null ? UsageKey.NO_PROJECT : name("data.project", data.project());
        String site = name("data.site", data.site());
        String sku = name("data.sku", data.sku());
        String job = data.job() == null ? null : text("data.job", data.job(), WireText.LONGEST_ATTRIBUTE);
        String node = data.node() == null ? null : text("data.node", data.node(), WireText.LONGEST_ATTRIBUTE);
        long gpuThousandths = gpuThousandths(data.gpuCount(), data.gpuThousandths());
        Interval interval = interval(data.start(), data.end());
        Long energy = data.energyMillijoules();
        if (energy != null) {
            checkEnergy(energy, gpuThousandths, interval);
        }
        checkSite(site, interval);
        if (!references.hasSku(sku)) {
            throw broken(RefusalCode.UNKNOWN_SKU, "data.sku", sku, "name a SKU of the catalog");
        }
        UsageKey key = new UsageKey(identity.tenant(), project, site, sku);
        return new UsageReport(identity, key, gpuThousandths, interval, energy, job, node);
    }

    private long gpuThousandths(@Nullable Long count, @Nullable Long thousandths) throws Broken {
        if (count == null && thousandths == null) {
            throw broken(RefusalCode.GPU_COUNT_AMBIGUOUS, "data.gpuCount", null, "give gpuCount or gpuThousandths");
        }
        if (count != null && thousandths != null) {
            throw broken(
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

    private static long inRange(String field, long value, long most) throws Broken {
        if (value < 1 || value > most) {
            throw broken(RefusalCode.GPU_COUNT_OUT_OF_RANGE, field, Long.toString(value), "between 1 and " + most);
        }
        return value;
    }

    private Interval interval(@Nullable Instant start, @Nullable Instant end) throws Broken {
        Instant from = wholeMillisecond("data.start", start);
        Instant to = wholeMillisecond("data.end", end);
        if (!to.isAfter(from)) {
            throw broken(RefusalCode.END_NOT_AFTER_START, "data.end", to.toString(), "after the start " + from);
        }
        if (from.isBefore(rules.earliestStart())) {
            throw broken(
                    RefusalCode.BEFORE_EARLIEST_START,
                    "data.start",
                    from.toString(),
                    "not before " + rules.earliestStart());
        }
        if (to.isAfter(now.plus(rules.tolerance()))) {
            throw broken(
                    RefusalCode.IN_THE_FUTURE,
                    "data.end",
                    to.toString(),
                    "at most " + rules.tolerance() + " after now, which is " + now);
        }
        Interval interval = new Interval(from, to);
        if (interval.length().compareTo(rules.longest()) > 0) {
            throw broken(
                    RefusalCode.INTERVAL_TOO_LONG,
                    "data.end",
                    to.toString(),
                    "at most " + rules.longest() + " after the start; report it in pieces");
        }
        return interval;
    }

    private static Instant wholeMillisecond(String field, @Nullable Instant instant) throws Broken {
        if (instant == null) {
            throw broken(RefusalCode.MISSING_FIELD, field, null, "must be given as RFC 3339 time");
        }
        if (instant.getNano() % NANOS_PER_MILLI != 0) {
            throw broken(
                    RefusalCode.TIME_OFF_MILLISECOND, field, instant.toString(), "at most three digits of a second");
        }
        return instant;
    }

    /** One watt for one milli-GPU-second is one millijoule, so the bound needs no conversion. */
    private void checkEnergy(long energy, long gpuThousandths, Interval interval) throws Broken {
        BigInteger most = BigInteger.valueOf(gpuThousandths)
                .multiply(BigInteger.valueOf(interval.length().toMillis()))
                .multiply(BigInteger.valueOf(rules.mostWattsPerGpu()))
                .divide(BigInteger.valueOf(THOUSANDTHS));
        if (energy < 0 || BigInteger.valueOf(energy).compareTo(most) > 0) {
            throw broken(
                    RefusalCode.ENERGY_OUT_OF_RANGE,
                    "data.energyMillijoules",
                    Long.toString(energy),
                    "between 0 and " + most + ", which is " + rules.mostWattsPerGpu() + " watts for every GPU");
        }
    }

    private void checkSite(String site, Interval interval) throws Broken {
        References.Site known = references.site(site);
        if (known == null) {
            throw broken(RefusalCode.UNKNOWN_SITE, "data.site", site, "name a site of the catalog");
        }
        switch (known) {
            case References.Live live -> {}
            case References.Planned planned ->
                throw broken(RefusalCode.SITE_NOT_IN_SERVICE, "data.site", site, "the site is planned, not yet live");
            case References.Retired(Instant since) -> {
                if (interval.end().isAfter(since)) {
                    throw broken(
                            RefusalCode.SITE_NOT_IN_SERVICE, "data.site", site, "the site is retired since " + since);
                }
            }
        }
    }

    private static String attribute(String field, @Nullable String value) throws Broken {
        if (value == null || value.isBlank()) {
            throw broken(RefusalCode.NOT_A_CLOUD_EVENT, field, value, "a CloudEvent 1.0 has one that is not blank");
        }
        return text(field, value, WireText.LONGEST_ATTRIBUTE);
    }

    private static String name(String field, @Nullable String value) throws Broken {
        if (value == null || value.isBlank()) {
            throw broken(RefusalCode.MISSING_FIELD, field, value, "must be given and not be blank");
        }
        return text(field, value, WireText.LONGEST_NAME);
    }

    private static String text(String field, String value, int longest) throws Broken {
        if (value.length() > longest) {
            throw broken(RefusalCode.INVALID_FIELD, field, value, "at most " + longest + " characters");
        }
        if (!WireText.isClean(value)) {
            throw broken(RefusalCode.INVALID_FIELD, field, null, "without control characters and unpaired surrogates");
        }
        return value;
    }

    private static Broken broken(RefusalCode code, String field, @Nullable String value, String rule) {
        return new Broken(new Refused(code, field, value, rule));
    }

    /** Carries a refusal out of nested checks; never leaves this class. */
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Refused refused;

        Broken(Refused refused) {
            super(refused.detail(), null, false, false);
            this.refused = refused;
        }
    }
}
