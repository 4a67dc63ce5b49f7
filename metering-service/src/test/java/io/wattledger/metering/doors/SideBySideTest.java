package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.allocation.Mark;
import io.wattledger.metering.allocation.Marks;
import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.Outcome;
import io.wattledger.metering.flow.Received;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
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

    /** For so many batches after a surprise nothing is believed that is remembered. */
    private static final int CAREFUL_BATCHES = 16;

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
        atOnce(starts(0), starts(MANY));
        collector.report(IntStream.range(0, MANY)
                .mapToObj(i -> collector.stop("stop " + i, "vm " + i, "2024-03-01T01:00:00Z"))
                .toArray(String[]::new));

        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(MANY * 2 * HOUR);
    }

    /** Another copy has stopped the allocation, and brought its hour to the slots, since this one remembers it as open. */
    @Test
    void whatIsRememberedIsNotWhatIs() throws Exception {
        for (int batch = 0; batch <= CAREFUL_BATCHES; batch++) {
            collector.report(collector.start("id " + batch, "vm", "2024-03-01T00:00:00Z", 8));
        }
        Instant stop = Instant.parse("2024-03-01T01:00:00Z");
        Marks marks = new Marks();
        marks.add(Mark.start(
                Instant.parse("2024-03-01T00:00:00Z").toEpochMilli(),
                8_000,
                new UsageKey(tenant, "weather", collector.site, "h100-sxm"),
                List.of()));
        marks.add(Mark.stop(stop.toEpochMilli()));
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE allocation SET marks = ?, stopped_at = ? WHERE tenant_id = ?")) {
                update.setBytes(1, marks.bytes());
                update.setObject(2, stop.atOffset(ZoneOffset.UTC));
                update.setString(3, tenant);
                assertThat(update.executeUpdate()).isEqualTo(1);
            }
        });

        List<Assessed> late = assess(List.of(collector.stop("2", "vm", "2024-03-01T02:00:00Z")));
        assertThatThrownBy(() -> accept(late)).isInstanceOf(Contended.class);
        assertThat(accept(late)).extracting(Outcome::kind).containsExactly(Outcome.Kind.METERED);

        assertThat(collector.milliGpuSeconds(scope))
                .as("what this copy has to add")
                .isZero();
    }

    private List<String> starts(int firstId) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> collector.start("start " + (firstId + i), "vm " + i, "2024-03-01T00:00:00Z", 2))
                .toList();
    }

    /** The second batch waits for a row of the first, which holds something else when the wait is over. */
    private void atOnce(List<String> first, List<String> second) throws Exception {
        List<Assessed> one = assess(first);
        List<Assessed> other = assess(second);
        try (ExecutorService copy = Executors.newSingleThreadExecutor()) {
            Future<?> waiting = scope.inTransaction(tenant, connection -> {
                acceptUsage.accept(one);
                Future<?> running = copy.submit(() -> Contended.again(() -> accept(other)));
                Awaitility.await().until(this::somebodyWaits);
                return running;
            });
            waiting.get(1, TimeUnit.MINUTES);
        }
    }

    private List<Outcome> accept(List<Assessed> events) {
        return scope.inTransaction(tenant, connection -> acceptUsage.accept(events));
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
