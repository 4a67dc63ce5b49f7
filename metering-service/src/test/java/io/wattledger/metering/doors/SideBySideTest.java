package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.Contended;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.Received;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two copies of the service take events of one allocation at the same moment: the later one goes on from the earlier. */
@QuarkusTest
@WithSuite
class SideBySideTest {

    private static final long HOUR = 3_600_000;
    private static final int MANY = 60;

    private final String tenant = Usage.newTenant();
    private final Collector collector = new Collector(tenant, "site-" + tenant);

    @Inject
    TenantScope scope;

    @Inject
    AcceptUsage acceptUsage;

    @Inject
    EventReading reading;

    @BeforeEach
    void catalog() {
        Usage.publishCatalog();
        TestKafka.send(List.of(Usage.reference(Topics.SITES, collector.site, Usage.site(collector.site, "LIVE", 1))));
    }

    @Test
    void heartbeatsOfOneStream() throws Exception {
        collector.report(
                collector.beat("1", "pod", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"),
                collector.beat("other", "other pod", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));

        atOnce(
                List.of(collector.beat("2", "pod", "2024-03-01T01:00:00Z", "2024-03-01T02:00:00Z")),
                List.of(
                        collector.beat("3", "pod", "2024-03-01T00:30:00Z", "2024-03-01T03:00:00Z"),
                        collector.beat("4", "other pod", "2024-03-01T01:00:00Z", "2024-03-01T02:00:00Z")));

        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(5 * HOUR);
    }

    @Test
    void startsAndStopsOfOneAllocation() throws Exception {
        collector.report(
                collector.start("1", "vm", "2024-03-01T00:00:00Z", 8),
                collector.start("other", "other vm", "2024-03-01T00:00:00Z", 1));

        atOnce(
                List.of(collector.stop("2", "vm", "2024-03-01T01:00:00Z")),
                List.of(
                        collector.start("3", "vm", "2024-03-01T02:00:00Z", 4),
                        collector.stop("4", "vm", "2024-03-01T03:00:00Z"),
                        collector.stop("5", "other vm", "2024-03-01T01:00:00Z")));

        assertThat(collector.milliGpuSeconds(scope)).isEqualTo((8 + 4 + 1) * HOUR);
    }

    /** So many begin by COPY, which the one of two that comes second cannot; tried again it goes on from the first. */
    @Test
    void manyOfOneNameBegunAtOnce() throws Exception {
        List<String> first = starts(0);
        List<String> second = starts(MANY);
        assertThatThrownBy(() -> atOnce(first, second)).hasRootCauseInstanceOf(Contended.class);

        List<Assessed> again = assess(second);
        scope.inTransactionDo(List.of(tenant), connection -> acceptUsage.accept(again));
        collector.report(IntStream.range(0, MANY)
                .mapToObj(i -> collector.stop("stop " + i, "vm " + i, "2024-03-01T01:00:00Z"))
                .toArray(String[]::new));

        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(MANY * 2 * HOUR);
    }

    private List<String> starts(int firstId) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> collector.start("start " + (firstId + i), "vm " + i, "2024-03-01T00:00:00Z", 2))
                .toList();
    }

    /** The second batch waits for a row of the first, which is somewhere else when the wait is over. */
    private void atOnce(List<String> first, List<String> second) throws Exception {
        List<Assessed> one = assess(first);
        List<Assessed> other = assess(second);
        try (ExecutorService copy = Executors.newSingleThreadExecutor()) {
            Future<?> waiting = scope.inTransaction(tenant, connection -> {
                acceptUsage.accept(one);
                Future<?> running = copy.submit(() -> scope.inTransaction(tenant, its -> acceptUsage.accept(other)));
                Awaitility.await().until(this::somebodyWaits);
                return running;
            });
            waiting.get(1, TimeUnit.MINUTES);
        }
    }

    private boolean somebodyWaits() {
        return scope.asOperator(connection -> {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery(
                            "SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")) {
                return row.next();
            }
        });
    }

    private List<Assessed> assess(List<String> events) {
        Stream<Arrival> arrivals = events.stream()
                .map(event -> reading.structured(event.getBytes(UTF_8)))
                .map(arrival -> arrival.ofTenant(tenant));
        return acceptUsage.assess(
                arrivals.map(arrival -> new Received(arrival, null)).toList());
    }
}
