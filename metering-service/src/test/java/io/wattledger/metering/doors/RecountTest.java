package io.wattledger.metering.doors;

import static io.wattledger.chassis.testing.OwnerDatabase.tamper;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestRecount;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.metering.flow.TallyBook;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row that vanishes and a sum that drifts are named, where the balance alone is as before. */
@QuarkusTest
@WithSuite
class RecountTest {

    @Inject
    TallyBook book;

    private final String tenant = Usage.newTenant();
    private final String other = Usage.newTenant();

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    /** Every outcome there is; among the conflicts events that were entered, as they correct what was corrected before. */
    @BeforeEach
    void workOfTwoTenants() {
        Collector collector = new Collector(tenant, "site-" + tenant);
        TestKafka.send(List.of(Usage.reference(Topics.SITES, collector.site, Usage.site(collector.site, "LIVE", 1))));
        String wrong = collector.interval("1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 8);
        assertThat(collector.report(
                        wrong,
                        wrong,
                        collector.interval("1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 7),
                        collector.start("start", "vm", "2024-03-01T00:00:00Z", 8),
                        collector.stop("stop", "vm", "2024-03-01T01:00:00Z")))
                .containsExactly("metered", "duplicate", "conflict", "metered", "metered");
        String right =
                Collector.superseding("1", collector.interval("2", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 4));
        String second =
                Collector.superseding("1", collector.interval("3", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 2));
        assertThat(collector.report(right, second)).containsExactly("metered", "conflict");
        assertThat(collector.report(second, collector.withdrawal("4", "1"))).containsExactly("conflict", "conflict");
        TestKafka.send(List.of(
                Usage.binaryRecord(tenant, Usage.event(tenant, "5", Usage.data("atlantis", 8))),
                Usage.binaryRecord(other, Usage.event(other, "1"))));
        Books.await(tenant, 10, 4, 1, 4, 1);
        Books.await(other, 1, 1, 0, 0, 0);
    }

    @Test
    void findsNothingAfterRealWork() {
        for (int round = 0; round < 2; round++) {
            assertThat(TestRecount.figures(tenant))
                    .containsExactly(
                            "conflicting events 4",
                            "duplicate events 1",
                            "events milliGpuSeconds 43200000",
                            "late events 4",
                            "metered events 4",
                            "metered milliGpuSeconds 43200000",
                            "received events 10",
                            "refused events 1");
            assertThat(TestRecount.differing(tenant, other)).isEmpty();
            rollUp();
        }
    }

    /** One that is at odds with an event of its id, and would correct what was corrected, says nothing of that event. */
    @Test
    void findsNothingAfterAConflictBesideADuplicate() {
        Collector collector = new Collector(tenant, "site-" + tenant);
        String plain = collector.interval("6", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 1);
        assertThat(collector.report(plain)).containsExactly("metered");
        String other =
                Collector.superseding("1", collector.interval("6", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 2));

        assertThat(collector.report(other, plain)).containsExactly("conflict", "duplicate");

        assertThat(TestRecount.differing(tenant)).isEmpty();
    }

    @Test
    void namesTheTenantAndTheFiguresThatDiffer() throws SQLException {
        rollUp();
        String before = Books.balance(tenant).prettify();

        tamper(
                tenant,
                "usage_slot",
                "DELETE FROM usage_slot WHERE (tenant_id, slot_start) = ('" + tenant + "', '2024-03-01T00:15:00Z')"
                        + " AND milli_gpu_seconds = 7200000");
        assertThat(Books.balance(tenant).prettify()).isEqualTo(before);
        assertThat(TestRecount.differing(tenant, other)).containsExactly(tenant + " metered milliGpuSeconds 7200000");

        tamper(
                tenant,
                "usage_event",
                "DELETE FROM usage_event WHERE (tenant_id, event_id) = ('" + tenant + "', 'stop')");
        tamper(tenant, "event_tally", "UPDATE event_tally SET duplicate = 3 WHERE tenant_id = '" + tenant + "'");
        assertThat(Books.balance(tenant).prettify()).isEqualTo(before);
        assertThat(TestRecount.differing(tenant, other))
                .containsExactly(
                        tenant + " duplicate events -2",
                        tenant + " late events 1",
                        tenant + " metered events 1",
                        tenant + " metered milliGpuSeconds 7200000");
        assertThat(TestRecount.differing(other)).isEmpty();

        tamper(
                other,
                "tenant_tally",
                "UPDATE tenant_tally SET in_slots = in_slots + 7 WHERE tenant_id = '" + other + "'");
        assertThat(TestRecount.differing(other)).containsExactly(other + " metered milliGpuSeconds 7");
    }

    private void rollUp() {
        while (book.rollUp()) {
            // Until all is rolled up.
        }
    }
}
