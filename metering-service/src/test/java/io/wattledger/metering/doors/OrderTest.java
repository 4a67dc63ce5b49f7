package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.Outcome;
import io.wattledger.metering.flow.Received;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A mix of all kinds of usage, corrected and withdrawn here and there, sent in any order, in batches of any size, with
 * duplicates: what the database holds then is what the reports that stand come to, as the pure rooms count it.
 */
@QuarkusTest
@WithSuite
class OrderTest {

    private static final int EVENTS = 240;
    private static final int ORDERS = 4;
    private static final int SPAN_SECONDS = (int) Duration.ofHours(6).toSeconds();

    @Inject
    AcceptUsage acceptUsage;

    @Inject
    EventReading reading;

    @Inject
    TenantScope scope;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-28T22:00:00Z", "2026-10-24T21:30:00Z", "2026-10-31T21:00:00Z"})
    void neitherOrderNorDuplicatesNorBatchesMatter(Instant around) {
        for (int order = 0; order < ORDERS; order++) {
            String tenant = Usage.newTenant();
            Collector collector = new Collector(tenant, "order-" + around.getEpochSecond());
            TestKafka.send(
                    List.of(Usage.reference(Topics.SITES, collector.site, Usage.site(collector.site, "LIVE", 1))));
            Instant watermark = around.plus(Duration.ofHours(4)).plusMillis(77);
            collector.completeUntil(scope, watermark);
            // The same mix for every order: only the order differs.
            List<String> events = mix(collector, around, new Random(around.getEpochSecond()));
            Random random = new Random(order);
            List<String> sent = new ArrayList<>(events);
            events.stream().filter(event -> random.nextInt(10) == 0).forEach(sent::add);
            if (order > 0) {
                Collections.shuffle(sent, random);
            }
            List<Assessed> assessed = assess(sent, tenant);
            int from = 0;
            List<Outcome> outcomes = new ArrayList<>();
            while (from < assessed.size()) {
                int to = Math.min(assessed.size(), from + 1 + random.nextInt(60));
                List<Assessed> batch = assessed.subList(from, to);
                outcomes.addAll(
                        Contended.again(() -> scope.inTransaction(tenant, connection -> acceptUsage.accept(batch))));
                from += batch.size();
            }

            assertThat(outcomes).extracting(Outcome::kind).doesNotContain(Outcome.Kind.REFUSED, Outcome.Kind.CONFLICT);
            assertThat(collector.slots(scope))
                    .as("order %d", order)
                    .isNotEmpty()
                    .isEqualTo(StandingUsage.slots(standing(assessed), watermark));
            Books.await(tenant, sent.size(), events.size(), sent.size() - events.size(), 0, 0);
        }
    }

    private List<Assessed> assess(List<String> events, String tenant) {
        return acceptUsage.assess(events.stream()
                .map(event ->
                        new Received(reading.structured(event.getBytes(UTF_8)).ofTenant(tenant), null))
                .toList());
    }

    /** Reports that no other names as its target, each once. */
    private static List<UsageReport> standing(List<Assessed> assessed) {
        Set<EventIdentity> gone = new HashSet<>();
        assessed.forEach(event -> {
            EventIdentity target = ((Assessed.Fit) event).target();
            if (target != null) {
                gone.add(target);
            }
        });
        Set<EventIdentity> seen = new HashSet<>();
        return assessed.stream()
                .map(event -> ((Assessed.Fit) event).report())
                .filter(report -> !gone.contains(report.identity()) && seen.add(report.identity()))
                .toList();
    }

    private static List<String> mix(Collector collector, Instant around, Random random) {
        List<String> events = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            String id = "e" + i;
            boolean isCorrection = !targets.isEmpty() && random.nextInt(5) == 0;
            String target = isCorrection ? targets.remove(random.nextInt(targets.size())) : null;
            if (isCorrection && random.nextInt(3) == 0) {
                events.add(collector.withdrawal(id, target));
                continue;
            }
            String event = usage(collector, id, around, random);
            events.add(isCorrection ? Collector.superseding(target, event) : event);
            targets.add(id);
        }
        return events;
    }

    private static String usage(Collector collector, String id, Instant around, Random random) {
        Instant at = around.plusSeconds(random.nextInt(SPAN_SECONDS)).plusMillis(random.nextInt(1000));
        Instant later = at.plusSeconds(1 + random.nextInt(4000));
        return switch (random.nextInt(4)) {
            case 0 -> collector.interval(id, at.toString(), later.toString(), 1 + random.nextInt(8));
            case 1 -> collector.start(id, "vm-" + random.nextInt(6), at.toString(), 1 + random.nextInt(2));
            case 2 -> collector.stop(id, "vm-" + random.nextInt(6), at.toString());
            default ->
                collector.beat(
                        id,
                        "pod-" + random.nextInt(4),
                        1 + random.nextInt(2),
                        at.toString(),
                        at.plusSeconds(1 + random.nextInt(300)).toString());
        };
    }
}
