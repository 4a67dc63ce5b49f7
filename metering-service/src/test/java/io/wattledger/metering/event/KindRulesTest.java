package io.wattledger.metering.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.event.AllocationHeartbeat;
import io.wattledger.contracts.event.AllocationStarted;
import io.wattledger.contracts.event.AllocationStopped;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.event.UsageWithdrawn;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.event.Verdict.Accepted;
import io.wattledger.metering.event.Verdict.Refused;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KindRulesTest {

    private static final Instant AT = Instant.parse("2026-10-01T06:30:00Z");
    private static final UsageKey KEY = new UsageKey("acme", "weather", "glomfjord", "h100-sxm");

    static Stream<Arguments> faulty() {
        return Stream.of(
                fault(start(null, "glomfjord", "h100-sxm", AT), RefusalCode.MISSING_FIELD, "data.allocation"),
                fault(start("a\u0000", "glomfjord", "h100-sxm", AT), RefusalCode.INVALID_FIELD, "data.allocation"),
                fault(start("vm", "atlantis", "h100-sxm", AT), RefusalCode.UNKNOWN_SITE, "data.site"),
                fault(start("vm", "closed", "h100-sxm", AT), RefusalCode.SITE_NOT_IN_SERVICE, "data.site"),
                fault(start("vm", "glomfjord", "h9000", AT), RefusalCode.UNKNOWN_SKU, "data.sku"),
                fault(start("vm", "glomfjord", "h100-sxm", null), RefusalCode.MISSING_FIELD, "data.at"),
                fault(
                        start("vm", "glomfjord", "h100-sxm", Instant.parse("1999-12-31T23:59:59Z")),
                        RefusalCode.BEFORE_EARLIEST_START,
                        "data.at"),
                fault(
                        start("vm", "glomfjord", "h100-sxm", Reports.NOW.plusSeconds(301)),
                        RefusalCode.IN_THE_FUTURE,
                        "data.at"),
                fault(stop("vm", "glomfjord", AT.plusNanos(1)), RefusalCode.TIME_OFF_MILLISECOND, "data.at"),
                fault(stop("vm", "atlantis", AT), RefusalCode.UNKNOWN_SITE, "data.site"),
                fault(stop("vm", null, AT), RefusalCode.MISSING_FIELD, "data.site"),
                fault(beat("glomfjord", AT, AT), RefusalCode.END_NOT_AFTER_START, "data.at"),
                fault(
                        beat("glomfjord", Instant.parse("2025-01-01T00:00:00Z"), AT),
                        RefusalCode.INTERVAL_TOO_LONG,
                        "data.at"),
                fault(beat("closed", null, AT), RefusalCode.SITE_NOT_IN_SERVICE, "data.site"),
                fault(withdrawn(null, null, "typo"), RefusalCode.MISSING_FIELD, "data.id"),
                fault(withdrawn("2", null, null), RefusalCode.MISSING_FIELD, "data.reason"),
                fault(withdrawn("2", null, " "), RefusalCode.MISSING_FIELD, "data.reason"),
                fault(withdrawn("1", null, "typo"), RefusalCode.NOT_CORRECTABLE, "data.id"));
    }

    @ParameterizedTest(name = "{2} {3}")
    @MethodSource("faulty")
    void refusesWhatBreaksARule(String type, Arrival.Contents contents, RefusalCode code, String field) {
        assertThat(assess(type, contents, Envelope.Context.NONE)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.field()).isEqualTo(field);
            assertThat(refused.rule()).isNotBlank();
        });
    }

    @Test
    void aWithdrawalTakesThePlaceOfNothing() {
        Verdict verdict = assess(
                UsageEventTypes.USAGE_WITHDRAWN,
                withdrawn("2", null, "typo"),
                new Envelope.Context(null, null, "3", "typo"));

        assertThat(((Refused) verdict).code()).isEqualTo(RefusalCode.NOT_CORRECTABLE);
    }

    @Test
    void readsAStartAndAStop() {
        assertThat(report(UsageEventTypes.ALLOCATION_STARTED, start("vm", "glomfjord", "h100-sxm", AT)))
                .isEqualTo(new AllocationStart(
                        identity(), KEY, "vm", 2000, AT, new Placement(null, null, List.of("GPU-1", "GPU-2"), null)));
        assertThat(report(UsageEventTypes.ALLOCATION_STOPPED, stop("vm", "closed", AT)))
                .isEqualTo(new AllocationStop(identity(), "closed", "vm", AT));
    }

    @Test
    void aBeatVouchesForAPeriodWhereItDoesNotSaySinceWhen() {
        AllocationBeat usual =
                (AllocationBeat) report(UsageEventTypes.ALLOCATION_HEARTBEAT, beat("glomfjord", null, AT));
        AllocationBeat given = (AllocationBeat)
                report(UsageEventTypes.ALLOCATION_HEARTBEAT, beat("glomfjord", AT.minusSeconds(60), AT));

        assertThat(usual.window().start()).isEqualTo(AT.minusSeconds(60));
        assertThat(usual.window()).isEqualTo(given.window());
        assertThat(usual.contentHash()).isNotEqualTo(given.contentHash());
    }

    @Test
    void readsAWithdrawalOfAnotherSource() {
        Withdrawal withdrawal =
                (Withdrawal) report(UsageEventTypes.USAGE_WITHDRAWN, withdrawn("2", "/slurm/narvik", "typo"));

        assertThat(withdrawal.target()).isEqualTo(new EventIdentity("acme", "/slurm/narvik", "2"));
        assertThat(((Withdrawal) report(UsageEventTypes.USAGE_WITHDRAWN, withdrawn("2", null, "typo"))).target())
                .isEqualTo(new EventIdentity("acme", "/s", "2"));
    }

    @Test
    void aCorrectionIsAnotherContentThanTheSameReportWithoutIt() {
        Arrival.Contents data = start("vm", "glomfjord", "h100-sxm", AT);
        Accepted plain = (Accepted) assess(UsageEventTypes.ALLOCATION_STARTED, data, Envelope.Context.NONE);
        Accepted correcting = (Accepted)
                assess(UsageEventTypes.ALLOCATION_STARTED, data, new Envelope.Context(null, null, "0", "wrong size"));

        assertThat(plain.correction()).isNull();
        assertThat(correcting.correction())
                .isEqualTo(new Correction(new EventIdentity("acme", "/s", "0"), "wrong size"));
        assertThat(Correction.hash(plain.report(), plain.correction()))
                .isEqualTo(plain.report().contentHash())
                .isNotEqualTo(Correction.hash(correcting.report(), correcting.correction()));
    }

    /** Whoever says why it corrects and not what has misspelt something, and would be billed for both. */
    @Test
    void usageThatSaysWhyItCorrectsSaysAlsoWhat() {
        Envelope.Context reasonAlone = Envelope.Context.of(null, null, null, "wrong size");
        Verdict.Refused refused = (Verdict.Refused)
                assess(UsageEventTypes.ALLOCATION_STARTED, start("vm", "glomfjord", "h100-sxm", AT), reasonAlone);

        assertThat(refused.code()).isEqualTo(RefusalCode.MISSING_FIELD);
        assertThat(refused.field()).isEqualTo("supersedes");
        assertThat(assess(UsageEventTypes.USAGE_WITHDRAWN, withdrawn("2", null, "typo"), reasonAlone))
                .isInstanceOf(Accepted.class);
    }

    private static EventIdentity identity() {
        return new EventIdentity("acme", "/s", "1");
    }

    private static UsageReport report(String type, Arrival.Contents contents) {
        return ((Accepted) assess(type, contents, Envelope.Context.NONE)).report();
    }

    private static Verdict assess(String type, Arrival.Contents contents, Envelope.Context context) {
        Envelope envelope = new Envelope("1.0", "1", "/s", type, "acme", null, context);
        return Reports.assess(new Arrival(envelope, contents, new byte[0]));
    }

    private static Arrival.Contents start(String allocation, String site, String sku, Instant at) {
        return new Arrival.Start(new AllocationStarted(
                allocation, "weather", site, sku, 2L, null, at, List.of("GPU-1", "GPU-2"), null, null));
    }

    private static Arrival.Contents stop(String allocation, String site, Instant at) {
        return new Arrival.Stop(new AllocationStopped(allocation, site, at));
    }

    private static Arrival.Contents beat(String site, Instant since, Instant at) {
        return new Arrival.Beat(
                new AllocationHeartbeat("vm", "weather", site, "h100-sxm", null, 500L, at, since, null, null, null));
    }

    private static Arrival.Contents withdrawn(String id, String source, String reason) {
        return new Arrival.Withdrawn(new UsageWithdrawn(id, source, reason));
    }

    private static Arguments fault(Arrival.Contents contents, RefusalCode code, String field) {
        String type =
                switch (contents) {
                    case Arrival.Start start -> UsageEventTypes.ALLOCATION_STARTED;
                    case Arrival.Stop stop -> UsageEventTypes.ALLOCATION_STOPPED;
                    case Arrival.Beat beat -> UsageEventTypes.ALLOCATION_HEARTBEAT;
                    default -> UsageEventTypes.USAGE_WITHDRAWN;
                };
        return Arguments.of(type, contents, code, field);
    }
}
