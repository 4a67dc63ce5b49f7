package io.wattledger.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class TopicReaderTest {

    @Inject
    TenantScope scope;

    @Inject
    TopicEnds ends;

    @Inject
    ConsumedPositions positions;

    @Test
    void takesEveryRecordIntoEffectOnceThoughItsTransactionsFail() {
        String run = UUID.randomUUID().toString();
        SampleSubscription.FAILURES_TO_COME.set(7);

        TestKafka.send(
                IntStream.range(0, 500).mapToObj(n -> sample(run + "-" + n)).toList());

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count(run, "true")).isEqualTo(500));
        assertThat(SampleSubscription.FAILURES_TO_COME).hasValue(0);
        assertThat(count(run, "seen <> 1")).isZero();
    }

    @Test
    void readsOnWithoutAnAlarmFromWhereAnotherReaderMovedThePosition() {
        String run = UUID.randomUUID().toString();
        TestKafka.send(List.of(sample(run + "-first", 0)));
        awaitSeen(run + "-first", 1);
        try (Heard log = new Heard("io.wattledger.chassis")) {
            // Back instead of on, so that going by the stored position shows: the record takes effect once more.
            movePositionBack();
            TestKafka.send(List.of(sample(run + "-second", 0)));

            awaitSeen(run + "-second", 1);
            awaitSeen(run + "-first", 2);
            assertThat(log.records())
                    .filteredOn(record -> record.getLevel().intValue() > Level.INFO.intValue())
                    .isEmpty();
        }
    }

    /** What a transaction leaves at the end of a partition is no record, and yet lies before its end. */
    @Test
    void readsPastWhatTransactionsOfAProducerLeave() {
        String run = UUID.randomUUID().toString();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                "transactional.id",
                run);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(sample(run + "-kept", 0));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(sample(run + "-taken back", 1));
            producer.flush();
            producer.abortTransaction();
        }
        Reach reach = ends.reach(List.of(Topics.USAGE_EVENTS));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> Reach.areRead(List.of(reach), () -> scope.asOperator(positions::byPartition)));
        assertThat(count(run, "true")).isEqualTo(1);
    }

    private void movePositionBack() {
        String sql = "UPDATE consumed_position SET next_offset = next_offset - 1"
                + " WHERE topic = ? AND partition_id = 0 AND next_offset > 0";
        scope.inTransactionDo(List.of("a"), connection -> {
            try (PreparedStatement move = connection.prepareStatement(sql)) {
                move.setString(1, Topics.USAGE_EVENTS);
                assertThat(move.executeUpdate()).isEqualTo(1);
            }
        });
    }

    private void awaitSeen(String id, int times) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count(id, "seen = " + times)).isEqualTo(1));
    }

    private static ProducerRecord<byte[], byte[]> sample(String id) {
        return sample(id, null);
    }

    private static ProducerRecord<byte[], byte[]> sample(String id, @Nullable Integer partition) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(Topics.USAGE_EVENTS, partition, bytes, bytes);
    }

    private long count(String run, String condition) {
        return scope.inTransaction(List.of("a"), connection -> {
            String sql = "SELECT count(*) FROM sample WHERE id LIKE '" + run + "%' AND " + condition;
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
