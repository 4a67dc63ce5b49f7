package io.wattledger.billing.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.flow.ReadBeforeRuns;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.flow.WorkOnInvoiceRuns;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A run does not begin before the usage is read that was rated before it. */
@QuarkusTest
@WithSuite
class ReadBeforeRunsTest {

    @Inject
    Books books;

    @Inject
    ReadBeforeRuns usage;

    @Inject
    WorkOnInvoiceRuns work;

    @Inject
    TenantScope scope;

    @Test
    void aRunWaitsForRatedUsageThatIsNotReadYetAndInvoicesIt() {
        String tenant = books.tenantOf(books.legalEntity());
        send(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10").build());
        await().atMost(Duration.ofSeconds(30)).until(() -> rows(tenant) == 1);

        String run = scope.inTransaction(tenant, connection -> {
            // The reader cannot move its position, so it is behind for as long as this lasts.
            try (Statement lock = connection.createStatement()) {
                lock.execute("SELECT FROM consumed_position FOR UPDATE");
            }
            send(RatedDay.of(tenant, "c-2026", "2026-10-02").gpuHours("2", "10").build());
            String started = books.start(tenant);
            assertThat(work.step(usage::isRead)).isFalse();
            assertThat(books.items(started)).extracting(ItemState::outcome).containsOnlyNulls();
            return started;
        });

        await().atMost(Duration.ofSeconds(30)).until(() -> work.step(usage::isRead));
        assertThat(books.items(run)).extracting(ItemState::outcome).containsExactly("issued");
        assertThat(rows(tenant)).isEqualTo(2);
    }

    private static void send(RatedUsage usage) {
        TestKafka.send(List.of(
                new ProducerRecord<>(Topics.RATED_USAGE, 0, usage.recordKey().getBytes(UTF_8), WireJson.write(usage))));
    }

    private long rows(String tenant) {
        return scope.inTransaction(tenant, connection -> {
            try (Statement select = connection.createStatement();
                    var row = select.executeQuery("SELECT count(*) FROM rated_usage")) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
