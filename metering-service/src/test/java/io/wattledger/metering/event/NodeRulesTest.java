package io.wattledger.metering.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.event.NodeEnergyInterval;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.event.UsageWithdrawn;
import io.wattledger.metering.event.Verdict.Accepted;
import io.wattledger.metering.event.Verdict.Refused;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodeRulesTest {

    private static final Instant AT = Instant.parse("2026-10-01T06:30:00Z");
    private static final List<String> GPUS = List.of("b", "a");

    static Stream<Arguments> faulty() {
        return Stream.of(
                fault(data("atlantis", "n1", GPUS, null, 900, 1L), RefusalCode.UNKNOWN_SITE, "data.site"),
                fault(data("drawn", "n1", GPUS, null, 900, 1L), RefusalCode.SITE_NOT_IN_SERVICE, "data.site"),
                fault(data("glomfjord", " ", GPUS, null, 900, 1L), RefusalCode.MISSING_FIELD, "data.node"),
                fault(data("glomfjord", "n1", null, null, 900, 1L), RefusalCode.MISSING_FIELD, "data.devices"),
                fault(data("glomfjord", "n1", List.of(), null, 900, 1L), RefusalCode.MISSING_FIELD, "data.devices"),
                fault(
                        data("glomfjord", "n1", List.of("a", "a"), null, 900, 1L),
                        RefusalCode.DEVICE_COUNT_MISMATCH,
                        "data.devices"),
                fault(data("glomfjord", "n1", GPUS, 3L, 900, 1L), RefusalCode.GPU_COUNT_OUT_OF_RANGE, "data.gpuCount"),
                fault(data("glomfjord", "n1", GPUS, null, 0, 1L), RefusalCode.END_NOT_AFTER_START, "data.end"),
                fault(data("glomfjord", "n1", GPUS, null, 86_401, 1L), RefusalCode.INTERVAL_TOO_LONG, "data.end"),
                fault(data("glomfjord", "n1", GPUS, null, 900, null), RefusalCode.MISSING_FIELD, "data.millijoules"),
                fault(
                        data("glomfjord", "n1", GPUS, null, 900, 36_000_000_001L),
                        RefusalCode.ENERGY_OUT_OF_RANGE,
                        "data.millijoules"));
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("faulty")
    void refusesWhatBreaksARule(NodeEnergyInterval data, RefusalCode code, String field) {
        assertThat(assess(data, null)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.field()).isEqualTo(field);
        });
    }

    @Test
    void belongsToNobody() {
        NodeEnergyInterval data = data("glomfjord", "n1", GPUS, null, 900, 36_000_000_000L);

        assertThat(assess(data, null)).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.report().identity().tenant()).isEqualTo(Assessor.NOBODY);
            NodeMeasurement report = (NodeMeasurement) accepted.report();
            assertThat(report.devices()).containsExactly("a", "b");
            assertThat(report.gpuThousandths()).isEqualTo(2000);
        });
        assertThat(assess(data, "acme")).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(RefusalCode.INVALID_FIELD);
            assertThat(refused.field()).isEqualTo("tenantid");
        });
    }

    @Test
    void isWithdrawnByNobodyOnly() {
        UsageWithdrawn data = new UsageWithdrawn("other", null, "wrong meter");
        for (String tenant : new String[] {null, "-"}) {
            Envelope envelope = Reports.envelope("1.0", "1", "/bmc", UsageEventTypes.USAGE_WITHDRAWN, tenant);
            Verdict verdict = Reports.assess(new Arrival(envelope, new Arrival.Withdrawn(data), new byte[0]));

            assertThat(verdict).isInstanceOf(tenant == null ? Refused.class : Accepted.class);
        }
    }

    private static Verdict assess(NodeEnergyInterval data, String tenant) {
        Envelope envelope = Reports.envelope("1.0", "1", "/bmc", UsageEventTypes.NODE_ENERGY_INTERVAL, tenant);
        return Reports.assess(new Arrival(envelope, new Arrival.Node(data), new byte[0]));
    }

    private static NodeEnergyInterval data(
            String site, String node, List<String> devices, Long gpuCount, int seconds, Long millijoules) {
        return new NodeEnergyInterval(site, node, devices, gpuCount, AT.minusSeconds(seconds), AT, millijoules);
    }

    private static Arguments fault(NodeEnergyInterval data, RefusalCode code, String field) {
        return Arguments.of(data, code, field);
    }
}
