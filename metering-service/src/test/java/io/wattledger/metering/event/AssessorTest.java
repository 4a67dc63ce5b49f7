package io.wattledger.metering.event;

import static io.wattledger.metering.event.Reports.ENVELOPE;
import static io.wattledger.metering.event.Reports.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.event.Verdict.Accepted;
import io.wattledger.metering.event.Verdict.Refused;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AssessorTest {

    /** These arise where bytes are read or where the token is known; their tests are at those places. */
    private static final Set<RefusalCode> TOLD_ELSEWHERE = EnumSet.of(
            RefusalCode.MALFORMED_JSON,
            RefusalCode.TENANT_MISMATCH,
            RefusalCode.QUARTER_HOUR_OVERFULL,
            RefusalCode.ALLOCATION_OVERFULL,
            RefusalCode.TOO_MANY_COLLECTORS,
            RefusalCode.INSTANT_OVERFULL,
            RefusalCode.NOT_STORABLE);

    static Stream<Arguments> faultyData() {
        return Stream.of(
                fault(good().project(" "), RefusalCode.MISSING_FIELD, "data.project"),
                fault(good().project("a\u0000b"), RefusalCode.INVALID_FIELD, "data.project"),
                fault(good().project("a\ud800"), RefusalCode.INVALID_FIELD, "data.project"),
                fault(good().project("a\ufffe"), RefusalCode.INVALID_FIELD, "data.project"),
                fault(good().project("\uffff"), RefusalCode.INVALID_FIELD, "data.project"),
                fault(good().project("p".repeat(129)), RefusalCode.INVALID_FIELD, "data.project"),
                fault(good().project("havvik \u203a research"), RefusalCode.INVALID_FIELD, "data.project"),
                fault(good().site(null), RefusalCode.MISSING_FIELD, "data.site"),
                fault(good().site("atlantis"), RefusalCode.UNKNOWN_SITE, "data.site"),
                fault(good().site("drawn"), RefusalCode.SITE_NOT_IN_SERVICE, "data.site"),
                fault(good().site("closed"), RefusalCode.SITE_NOT_IN_SERVICE, "data.site"),
                fault(good().sku(null), RefusalCode.MISSING_FIELD, "data.sku"),
                fault(good().sku("h9000"), RefusalCode.UNKNOWN_SKU, "data.sku"),
                fault(good().gpus(null, null), RefusalCode.GPU_COUNT_AMBIGUOUS, "data.gpuCount"),
                fault(good().gpus(1L, 1000L), RefusalCode.GPU_COUNT_AMBIGUOUS, "data.gpuThousandths"),
                fault(good().gpus(0L, null), RefusalCode.GPU_COUNT_OUT_OF_RANGE, "data.gpuCount"),
                fault(good().gpus(-8L, null), RefusalCode.GPU_COUNT_OUT_OF_RANGE, "data.gpuCount"),
                fault(good().gpus(100_001L, null), RefusalCode.GPU_COUNT_OUT_OF_RANGE, "data.gpuCount"),
                fault(good().gpus(Long.MAX_VALUE, null), RefusalCode.GPU_COUNT_OUT_OF_RANGE, "data.gpuCount"),
                fault(good().gpus(null, 0L), RefusalCode.GPU_COUNT_OUT_OF_RANGE, "data.gpuThousandths"),
                fault(good().gpus(null, 100_000_001L), RefusalCode.GPU_COUNT_OUT_OF_RANGE, "data.gpuThousandths"),
                fault(good().from(null), RefusalCode.MISSING_FIELD, "data.start"),
                fault(good().until(null), RefusalCode.MISSING_FIELD, "data.end"),
                fault(good().from("2026-10-01T00:00:00.0001Z"), RefusalCode.TIME_OFF_MILLISECOND, "data.start"),
                fault(good().until("2026-10-01T06:30:00.000000001Z"), RefusalCode.TIME_OFF_MILLISECOND, "data.end"),
                fault(good().until("2026-10-01T00:00:00Z"), RefusalCode.END_NOT_AFTER_START, "data.end"),
                fault(good().until("2026-09-30T23:59:59Z"), RefusalCode.END_NOT_AFTER_START, "data.end"),
                fault(good().from("1999-12-31T23:59:59Z"), RefusalCode.BEFORE_EARLIEST_START, "data.start"),
                fault(good().until("2026-11-22T06:05:00.001Z"), RefusalCode.IN_THE_FUTURE, "data.end"),
                fault(good().from("2025-09-30T00:00:00Z"), RefusalCode.INTERVAL_TOO_LONG, "data.end"),
                fault(good().energy(-1L), RefusalCode.ENERGY_OUT_OF_RANGE, "data.energyMillijoules"),
                fault(
                        good().energy(8L * 23_400_000 * 20_000 + 1),
                        RefusalCode.ENERGY_OUT_OF_RANGE,
                        "data.energyMillijoules"),
                fault(good().devices("a", "b"), RefusalCode.DEVICE_COUNT_MISMATCH, "data.devices"),
                fault(good().gpus(2L, null).devices("a", "a"), RefusalCode.DEVICE_COUNT_MISMATCH, "data.devices"),
                fault(good().gpus(null, 2000L).devices("a", "b"), RefusalCode.DEVICE_COUNT_MISMATCH, "data.devices"),
                fault(good().gpus(1L, null).devices(" "), RefusalCode.MISSING_FIELD, "data.devices"),
                fault(good().migProfile("\u0000"), RefusalCode.INVALID_FIELD, "data.migProfile"),
                fault(good().job("\u007f"), RefusalCode.INVALID_FIELD, "data.job"),
                fault(good().node("n".repeat(513)), RefusalCode.INVALID_FIELD, "data.node"));
    }

    static Stream<Arguments> faultyEnvelopes() {
        String type = UsageEventTypes.ALLOCATION_INTERVAL;
        return Stream.of(
                envelope(Envelope.NONE, RefusalCode.NOT_A_CLOUD_EVENT, "specversion"),
                envelope(
                        Reports.envelope("0.3", "1", "/s", type, "acme"),
                        RefusalCode.UNSUPPORTED_SPEC_VERSION,
                        "specversion"),
                envelope(Reports.envelope("1.0", null, "/s", type, "acme"), RefusalCode.NOT_A_CLOUD_EVENT, "id"),
                envelope(Reports.envelope("1.0", " ", "/s", type, "acme"), RefusalCode.NOT_A_CLOUD_EVENT, "id"),
                envelope(Reports.envelope("1.0", "1", null, type, "acme"), RefusalCode.NOT_A_CLOUD_EVENT, "source"),
                envelope(Reports.envelope("1.0", "1", "/s", null, "acme"), RefusalCode.NOT_A_CLOUD_EVENT, "type"),
                envelope(
                        Reports.envelope("1.0", "1", "/s", "io.wattledger.cpu", "acme"),
                        RefusalCode.UNKNOWN_TYPE,
                        "type"),
                envelope(Reports.envelope("1.0", "1", "/s", type, null), RefusalCode.MISSING_FIELD, "tenantid"),
                envelope(Reports.envelope("1.0", "1", "/s", type, "a/b"), RefusalCode.INVALID_FIELD, "tenantid"),
                envelope(Reports.envelope("1.0", "1", "/s", type, "-"), RefusalCode.INVALID_FIELD, "tenantid"),
                envelope(superseding("1", "typo"), RefusalCode.NOT_CORRECTABLE, "supersedes"),
                envelope(superseding("2", " "), RefusalCode.MISSING_FIELD, "correctionreason"),
                envelope(Reports.envelope("1.0", "1\n", "/s", type, "acme"), RefusalCode.INVALID_FIELD, "id"));
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("faultyData")
    void refusesFaultyData(AllocationInterval data, RefusalCode code, String field) {
        assertRefused(Reports.assess(data), code, field);
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("faultyEnvelopes")
    void refusesFaultyEnvelopes(Envelope envelope, RefusalCode code, String field) {
        boolean isOther = "io.wattledger.cpu".equals(envelope.type());
        Arrival.Contents contents = isOther ? new Arrival.Other("{}") : new Arrival.Interval(good().data());
        Arrival arrival = new Arrival(envelope, contents, new byte[0]);

        assertRefused(Reports.assess(arrival), code, field);
    }

    @Test
    void passesOnWhyDataCouldNotBeRead() {
        Refused refused = new Refused(RefusalCode.MALFORMED_JSON, "data", null, "must be JSON");

        assertThat(Reports.assess(Arrival.unreadable(ENVELOPE, refused, new byte[0])))
                .isEqualTo(refused);
    }

    @Test
    void namesTheFaultOfTheWholeBeforeThatOfAttributesAndThatBeforeTheData() {
        Refused whole = new Refused(RefusalCode.MALFORMED_JSON, "body", null, "must be JSON");
        Refused data = new Refused(RefusalCode.INVALID_FIELD, "data.gpuCount", "x", "must be a number");

        assertThat(Reports.assess(Arrival.unreadable(Envelope.NONE, whole, new byte[0])))
                .isEqualTo(whole);
        assertRefused(
                Reports.assess(Arrival.unreadable(Envelope.NONE, data, new byte[0])),
                RefusalCode.NOT_A_CLOUD_EVENT,
                "specversion");
    }

    @Test
    void everyCodeOfTheListIsRefusedForSomewhere() {
        Stream<RefusalCode> here = Stream.concat(faultyData(), faultyEnvelopes())
                .map(arguments -> (RefusalCode) arguments.get()[1]);

        assertThat(EnumSet.allOf(RefusalCode.class))
                .isEqualTo(Stream.concat(here, TOLD_ELSEWHERE.stream())
                        .collect(() -> EnumSet.noneOf(RefusalCode.class), EnumSet::add, EnumSet::addAll));
    }

    @Test
    void codesAreDistinctAndSpeakable() {
        List<String> codes =
                Stream.of(RefusalCode.values()).map(RefusalCode::code).toList();

        assertThat(codes).doesNotHaveDuplicates().allMatch(code -> code.matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void readsAGoodReport() {
        assertThat(Reports.assess(good().data()))
                .isEqualTo(new Accepted(
                        new AllocatedInterval(
                                new EventIdentity("acme", "/slurm/glomfjord", "job-1"),
                                new UsageKey("acme", "weather", "glomfjord", "h100-sxm"),
                                8000,
                                new Interval(
                                        Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-10-01T06:30:00Z")),
                                null,
                                new Placement("4711", "n01", List.of(), null)),
                        null));
    }

    @Test
    void takesUsageWithoutProjectForTheDefaultOne() {
        assertThat(report(good().project(null)).key().project()).isEqualTo(UsageKey.NO_PROJECT);
    }

    @Test
    void takesSharesOfAGpu() {
        assertThat(report(good().gpus(null, 143L)).gpuThousandths()).isEqualTo(143);
    }

    @Test
    void takesWhatLiesRightAtTheLimits() {
        assertThat(report(good().gpus(100_000L, null)).gpuThousandths()).isEqualTo(100_000_000);
        assertThat(report(good().until("2026-11-22T06:05:00Z")).interval().end())
                .isEqualTo("2026-11-22T06:05:00Z");
        assertThat(report(good().from("2000-01-01T00:00:00Z").until("2000-12-31T00:00:00Z"))
                        .interval()
                        .length())
                .hasDays(365);
        assertThat(report(good().energy(8L * 23_400_000 * 20_000)).energyMillijoules())
                .isEqualTo(3_744_000_000_000L);
        assertThat(report(good().energy(0L)).energyMillijoules()).isZero();
    }

    @Test
    void takesLateReportsOfASiteFromBeforeItsRetirement() {
        AllocationInterval before = good().site("closed")
                .from("2026-05-31T12:00:00Z")
                .until("2026-06-01T00:00:00Z")
                .data();
        AllocationInterval across = good().site("closed")
                .from("2026-05-31T12:00:00Z")
                .until("2026-06-01T00:00:00.001Z")
                .data();

        assertThat(Reports.assess(before)).isInstanceOf(Accepted.class);
        assertRefused(Reports.assess(across), RefusalCode.SITE_NOT_IN_SERVICE, "data.site");
    }

    @Test
    void namesFieldValueAndRule() {
        Refused refused = (Refused) Reports.assess(good().gpus(-8L, null).data());

        assertThat(refused.detail()).isEqualTo("data.gpuCount is -8: between 1 and 100000");
    }

    @Test
    void keepsRefusalsShortAndCleanWhateverWasSent() {
        Refused refused = new Refused(RefusalCode.UNKNOWN_SKU, "data.sku", "x\u0000".repeat(5000), "rule");

        assertThat(refused.value()).hasSize(201).doesNotContain("\u0000");
    }

    private static AllocatedInterval report(Reports.Draft draft) {
        Verdict verdict = Reports.assess(draft.data());
        assertThat(verdict).isInstanceOf(Accepted.class);
        return (AllocatedInterval) ((Accepted) verdict).report();
    }

    private static void assertRefused(Verdict verdict, RefusalCode code, String field) {
        assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.field()).isEqualTo(field);
            assertThat(refused.rule()).isNotBlank();
        });
    }

    private static Envelope superseding(String target, String reason) {
        return new Envelope(
                "1.0",
                "1",
                "/s",
                UsageEventTypes.ALLOCATION_INTERVAL,
                "acme",
                null,
                new Envelope.Context(null, null, target, reason));
    }

    private static Arguments fault(Reports.Draft draft, RefusalCode code, String field) {
        return Arguments.of(draft.data(), code, field);
    }

    private static Arguments envelope(Envelope envelope, RefusalCode code, String field) {
        return Arguments.of(envelope, code, field);
    }
}
