package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.Outcome;
import io.wattledger.metering.flow.Received;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Large batches are copied into the table and small ones inserted; both must come to the same. */
@QuarkusTest
@WithSuite
class EventEntryTest {

    private static final int LARGE = 100;
    private static final String ROWS = """
            SELECT (to_jsonb(event) - ARRAY['tenant_id', 'event_key', 'received_at'])::text
            FROM usage_event AS event WHERE tenant_id = '%s' ORDER BY event_id
            """;

    @Inject
    TenantScope scope;

    @Inject
    AcceptUsage acceptUsage;

    @Inject
    EventReading reading;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void rowsThatAreCopiedAreThoseThatAreInserted() {
        String copied = Usage.newTenant();
        String inserted = Usage.newTenant();

        assertThat(accept(copied, odd(copied))).containsOnly(Outcome.Kind.METERED);
        for (CloudEvent event : odd(inserted)) {
            assertThat(accept(inserted, List.of(event))).containsOnly(Outcome.Kind.METERED);
        }

        assertThat(rows(copied)).hasSize(LARGE).isEqualTo(rows(inserted));
        assertThat(accept(copied, odd(copied))).containsOnly(Outcome.Kind.DUPLICATE);
        assertThat(rows(copied)).isEqualTo(rows(inserted));
    }

    /** Events whose texts are not plain: letters of several bytes, data larger than what is sent at once. */
    private static List<CloudEvent> odd(String tenant) {
        List<CloudEvent> events = new ArrayList<>();
        for (int i = 0; i < LARGE; i++) {
            String note = i == 1 ? "x".repeat(200_000) : "ÆØ 東 \uD83D\uDD0C".repeat(i);
            String data = "{\"site\":\"glomfjord\",\"sku\":\"h100-sxm\",\"gpuThousandths\":" + (i + 1)
                    + ",\"start\":\"2024-03-01T00:00:00Z\",\"end\":\"2024-03-01T01:00:00.00" + i % 10
                    + "Z\",\"note\":\""
                    + note + "\"" + (i % 2 == 0 ? ",\"energyMillijoules\":" + i : "") + "}";
            events.add(Usage.event(tenant, "jøb-電-" + i, data));
        }
        return events;
    }

    @Test
    void oneKnownEventDoesNotKeepTheOthersOfItsBatchOut() {
        String tenant = Usage.newTenant();
        accept(tenant, Usage.events(tenant, LARGE));

        List<Outcome.Kind> kinds = accept(tenant, Usage.events(tenant, 2 * LARGE));

        assertThat(Collections.frequency(kinds, Outcome.Kind.DUPLICATE)).isEqualTo(LARGE);
        assertThat(Collections.frequency(kinds, Outcome.Kind.METERED)).isEqualTo(LARGE);
        assertThat(rows(tenant)).hasSize(2 * LARGE);
        Books.assertBooks(tenant, 3L * LARGE, 2L * LARGE, LARGE, 0, 0);
    }

    @Test
    void whatAnotherCopyEntersAfterTheLookIsADuplicateAndTheRestIsMetered() throws Exception {
        String tenant = Usage.newTenant();
        List<Outcome.Kind> second = race(tenant, false);

        assertThat(Collections.frequency(second, Outcome.Kind.DUPLICATE)).isEqualTo(LARGE / 2);
        assertThat(Collections.frequency(second, Outcome.Kind.METERED)).isEqualTo(LARGE / 2);
        assertThat(rows(tenant)).hasSize(LARGE + LARGE / 2);
        assertThat(Books.metered(tenant)).isEqualTo((LARGE + LARGE / 2) * 28_800_000L);
    }

    @Test
    void whatAnotherCopyEntersAndTakesBackIsNew() throws Exception {
        String tenant = Usage.newTenant();

        assertThat(race(tenant, true)).containsOnly(Outcome.Kind.METERED);
        assertThat(rows(tenant)).hasSize(LARGE);
        assertThat(Books.metered(tenant)).isEqualTo(LARGE * 28_800_000L);
    }

    /** Two copies take batches that share half of their events; the second looks before the first has committed. */
    private List<Outcome.Kind> race(String tenant, boolean firstFails) throws Exception {
        List<CloudEvent> all = Usage.events(tenant, LARGE + LARGE / 2);
        List<Assessed> first = assess(all.subList(0, LARGE));
        List<CloudEvent> rest = all.subList(LARGE / 2, all.size());
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            List<Future<List<Outcome.Kind>>> second = new ArrayList<>();
            Runnable commit = () -> scope.inTransactionDo(List.of(tenant), connection -> {
                acceptUsage.accept(first);
                second.add(other.submit(() -> accept(tenant, rest)));
                Awaitility.await().until(this::somebodyWaits);
                if (firstFails) {
                    throw new IllegalStateException("taken back");
                }
            });
            if (firstFails) {
                assertThatThrownBy(commit::run).hasMessageContaining("taken back");
            } else {
                commit.run();
            }
            return second.getFirst().get(1, TimeUnit.MINUTES);
        }
    }

    private boolean somebodyWaits() {
        return scope.asOperator(connection -> !texts(
                        connection, "SELECT 'waits' FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
                .isEmpty());
    }

    private List<Outcome.Kind> accept(String tenant, List<CloudEvent> events) {
        List<Assessed> assessed = assess(events);
        return scope.inTransaction(tenant, connection -> acceptUsage.accept(assessed)).stream()
                .map(Outcome::kind)
                .toList();
    }

    private List<Assessed> assess(List<CloudEvent> events) {
        return acceptUsage.assess(IntStream.range(0, events.size())
                .mapToObj(i -> new Received(reading.structured(Usage.structured(events.get(i))), null))
                .toList());
    }

    private List<String> rows(String tenant) {
        return scope.inTransaction(tenant, connection -> texts(connection, ROWS.formatted(tenant)));
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }
}
