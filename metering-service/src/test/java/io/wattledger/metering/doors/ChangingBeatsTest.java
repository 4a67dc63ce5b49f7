package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.message.SkuFacts;
import io.wattledger.metering.flow.EventReading;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeats of an allocation that changes: a moment for which one of its beats vouches is estimated for no other. */
@QuarkusTest
@WithSuite
class ChangingBeatsTest {

    private static final long MINUTE = 60_000;
    private static final Instant BEGIN = Instant.parse("2024-03-01T00:00:00Z");

    private final String tenant = Usage.newTenant();
    private final Collector collector = new Collector(tenant, "site-" + tenant);

    @Inject
    TenantScope scope;

    @Inject
    EventReading reading;

    @BeforeEach
    void catalog() {
        Usage.publishCatalog();
        TestKafka.send(List.of(
                Usage.reference(Topics.SITES, collector.site, Usage.site(collector.site, "LIVE", 1)),
                Usage.reference(Topics.SKUS, "a100-80", new SkuFacts("a100-80", "Another", "A100", 80, 1))));
    }

    @Test
    void eightThenFourThenEightAgainIsThreeMinutesInAnyOrder() {
        for (List<Integer> order : List.of(
                List.of(0, 1, 2),
                List.of(0, 2, 1),
                List.of(1, 0, 2),
                List.of(1, 2, 0),
                List.of(2, 0, 1),
                List.of(2, 1, 0))) {
            long before = collector.milliGpuSeconds(scope);
            order.forEach(minute -> collector.report(beat("job " + order, minute, minute == 1 ? 4 : 8)));

            assertThat(collector.milliGpuSeconds(scope) - before)
                    .as("order %s", order)
                    .isEqualTo(1_200_000);
        }
    }

    @Test
    void anAutoscalerBetweenSevenAndEightIsCountedOnce() {
        collector.report(IntStream.range(0, 60)
                .mapToObj(minute -> beat("job", minute, 7 + minute % 2))
                .toArray(String[]::new));

        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(30 * (7 + 8) * MINUTE);
    }

    @Test
    void anotherProjectSkuOrDeviceTakesTheEstimateAway() {
        for (String other : List.of(
                "'project':'p2','sku':'h100-sxm','gpuCount':1",
                "'sku':'a100-80','gpuCount':1",
                "'sku':'h100-sxm','gpuCount':1,'devices':['GPU-" + tenant + "']")) {
            long before = collector.milliGpuSeconds(scope);
            collector.report(beat(other, 0, 1), beat(other, 2, 1));
            assertThat(collector.milliGpuSeconds(scope) - before).isEqualTo(3 * MINUTE);

            collector.report(Collector.event(
                    other + " other",
                    "gpu.allocation.heartbeat.v1",
                    "{'allocation':'%s','site':'%s',%s,'since':'%s','at':'%s'}"
                            .formatted(other.replace("'", ""), collector.site, other, at(1), at(2))
                            .replace('\'', '"')));
            assertThat(collector.slots(scope))
                    .allSatisfy((slot, figures) -> assertThat(figures).as(slot).doesNotContain("~"));
            assertThat(collector.milliGpuSeconds(scope) - before).isEqualTo(3 * MINUTE);
        }
    }

    /** A late beat of another size takes the estimate away, and its withdrawal brings it back, each with a higher revision. */
    @Test
    void anEstimateGoesAndComesBack() {
        collector.report(beat("job", 0, 8), beat("job", 3, 8));
        assertThat(collector.slots(scope).values()).containsExactly((4 * 8 * MINUTE) + "~" + (2 * 8 * MINUTE));

        collector.report(beat("job", 1, 4));
        assertThat(collector.slots(scope).values()).containsExactly(Long.toString((8 + 4 + 8) * MINUTE));
        collector.report(collector.withdrawal("no 4", "job 1/4"));
        assertThat(collector.slots(scope).values()).containsExactly((4 * 8 * MINUTE) + "~" + (2 * 8 * MINUTE));
        assertThat(number("SELECT max(revision) FROM usage_slot")).isEqualTo(3);
        assertThat(Books.metered(tenant)).isEqualTo(4 * 8 * MINUTE);
    }

    /** What vouches at the same time counts as it says; what nobody vouches for is estimated for the smallest only. */
    @Test
    void aGapBetweenSeveralIsFilledOnce() {
        collector.report(beat("job", 0, 8), beat("job", 0, 4), beat("job", 2, 4), beat("job", 2, 8));
        assertThat(collector.slots(scope))
                .isEqualTo(Map.of(
                        "default/" + collector.site + "/h100-sxm/2024-03-01T00:00:00Z",
                        (12 + 4 + 12) * MINUTE + "~" + 4 * MINUTE));

        collector.report(beat("next", 20, 8), beat("next", 22, 4));
        assertThat(collector.milliGpuSeconds(scope)).isEqualTo((28 + 12) * MINUTE);
    }

    /** Two copies begin an allocation at once with different sizes, and go on with it, each in an order of its own. */
    @Test
    void twoCopiesAtOnceComeToTheSame() throws Exception {
        List<String> beats = new ArrayList<>();
        for (int job = 0; job < 20; job++) {
            for (int minute = 0; minute < 12; minute++) {
                beats.add(beat("job " + job, minute, 1 + minute / (1 + job % 3) % 2));
            }
        }
        Collections.shuffle(beats, new Random(1));
        new TwoCopies(reading, scope, tenant)
                .takeAtOnce(beats.subList(0, beats.size() / 2), beats.subList(beats.size() / 2, beats.size()), 15);

        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(20 * 12 * 3 * MINUTE / 2);
        assertThat(number("SELECT sum(estimated_milli_gpu_seconds)::bigint FROM usage_slot"))
                .isZero();
    }

    private String beat(String allocation, int minute, int gpus) {
        String name = allocation.replace("'", "");
        return collector.beat(
                name + " " + minute + (gpus == 1 ? "" : "/" + gpus), name, gpus, at(minute), at(minute + 1));
    }

    private static String at(int minute) {
        return BEGIN.plusSeconds(60L * minute).toString();
    }

    private long number(String sql) {
        return scope.inTransaction(tenant, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                return Rows.read(select, row -> row.getLong(1)).getFirst();
            }
        });
    }
}
