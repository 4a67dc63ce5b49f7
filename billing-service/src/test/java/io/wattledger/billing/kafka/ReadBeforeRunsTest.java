package io.wattledger.billing.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.flow.ReadBeforeRuns;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.flow.WorkOnInvoiceRuns;
import io.wattledger.chassis.kafka.ConsumedPositions;
import io.wattledger.chassis.kafka.DecodedBatch;
import io.wattledger.chassis.kafka.PartitionBatch;
import io.wattledger.chassis.kafka.ReadAgain;
import io.wattledger.chassis.kafka.Subscription;
import io.wattledger.chassis.kafka.TopicEnds;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A run does not begin, and a watermark is not told, before the usage is read that was rated before. */
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

    @Inject
    Subscription<DecodedBatch<UsageWatermark>> watermarks;

    @Inject
    TopicEnds ends;

    @Inject
    ConsumedPositions positions;

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

    @Test
    void aWatermarkWaitsForTheRatedUsageBeforeItAndWhatIsBehindItDoesNotWaitOnceMore() {
        assertThat(watermarks.handler()).isInstanceOf(BehindTheUsage.class);
        BehindTheUsage<DecodedBatch<UsageWatermark>> behind =
                new BehindTheUsage<>(watermarks.handler(), ends, positions, scope, Duration.ofMillis(10));
        String tenant = books.tenantOf(books.legalEntity());
        send(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10").build());
        await().atMost(Duration.ofSeconds(30)).until(() -> rows(tenant) == 1);

        PartitionBatch first = watermark(tenant, 0);
        scope.inTransaction(tenant, connection -> {
            try (Statement lock = connection.createStatement()) {
                lock.execute("SELECT FROM consumed_position FOR UPDATE");
            }
            send(RatedDay.of(tenant, "c-2026", "2026-10-02").gpuHours("2", "10").build());
            assertThatThrownBy(() -> behind.decode(first)).isInstanceOf(ReadAgain.class);
            assertThatThrownBy(() -> behind.decode(first)).isInstanceOf(ReadAgain.class);
            return true;
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> isLetThrough(behind, first));
        assertThat(rows(tenant)).isEqualTo(2);

        scope.inTransaction(tenant, connection -> {
            try (Statement lock = connection.createStatement()) {
                lock.execute("SELECT FROM consumed_position FOR UPDATE");
            }
            send(RatedDay.of(tenant, "c-2026", "2026-10-03").gpuHours("3", "10").build());
            assertThat(isLetThrough(behind, first)).isTrue();
            assertThat(isLetThrough(behind, watermark(tenant, 1_000_000))).isFalse();
            return true;
        });
    }

    private static boolean isLetThrough(BehindTheUsage<DecodedBatch<UsageWatermark>> behind, PartitionBatch batch) {
        try {
            return behind.decode(batch).messages().size() == 1;
        } catch (ReadAgain e) {
            return false;
        }
    }

    private static PartitionBatch watermark(String tenant, long offset) {
        Instant until = Instant.parse("2026-11-01T00:00:00Z");
        UsageWatermark watermark =
                new UsageWatermark(tenant, "osl-1", until, 1, 1, List.of(new UsageWatermark.Collector("slurm", until)));
        return new PartitionBatch(
                Topics.RATED_WATERMARKS,
                0,
                List.of(new ConsumerRecord<>(
                        Topics.RATED_WATERMARKS,
                        0,
                        offset,
                        watermark.recordKey().getBytes(UTF_8),
                        WireJson.write(watermark))));
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
