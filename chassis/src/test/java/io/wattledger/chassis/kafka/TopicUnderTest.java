package io.wattledger.chassis.kafka;

import io.wattledger.chassis.kafka.ConsumedPositions.Position;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A topic of its own, read by a group of its own, whose records count in the table {@code sample} how often they took
 * effect; a test may step in between the steps of a batch.
 */
final class TopicUnderTest implements AutoCloseable {

    static final int PARTITIONS = 3;
    static final int RECORDS_PER_BATCH = 10;

    private static final String TENANT = "a";
    private static final Duration POLL = Duration.ofMillis(100);

    final String name = "read-" + UUID.randomUUID();
    final Steps steps = new Steps();

    private final TenantScope scope;
    private final ConsumedPositions positions;
    private final KafkaSettings settings;
    private final List<TopicReader<PartitionBatch>> readers = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();

    TopicUnderTest(TenantScope scope, ConsumedPositions positions, KafkaSettings settings) throws InterruptedException {
        this.scope = scope;
        this.positions = positions;
        this.settings = settings;
        String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("topic " + name + " could not be created", e);
        }
    }

    /** Where a test steps in; both run on the reader's thread. */
    static final class Steps {
        /** Between the poll and the transaction. */
        volatile Step decoded = batch -> {};

        /** Inside the transaction, after the effects. */
        volatile Step applied = batch -> {};
    }

    /** What a test does in between. */
    @FunctionalInterface
    interface Step {
        void at(PartitionBatch batch) throws SQLException;
    }

    /** Sends so many records to each partition. */
    void send(int recordsPerPartition) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int n = 0; n < recordsPerPartition * PARTITIONS; n++) {
            String id = name + "/" + sent.size();
            sent.add(id);
            records.add(new ProducerRecord<>(name, n % PARTITIONS, null, id.getBytes(StandardCharsets.UTF_8)));
        }
        TestKafka.send(records);
    }

    int sent() {
        return sent.size();
    }

    /** The settings that the readers of a service have. */
    Map<String, Object> consumerSettings() {
        Map<String, Object> all = settings.consumer(name, 1_000);
        all.put(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        all.put(
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        return all;
    }

    TopicReader<PartitionBatch> read(Consumer<byte[], byte[]> consumer) {
        Subscription<PartitionBatch> subscription =
                new Subscription<>(name, name, RECORDS_PER_BATCH, 1, new CountedEffects());
        TopicReader<PartitionBatch> reader =
                new TopicReader<>(subscription, consumer, scope, positions, POLL, readers.size() + 1);
        readers.add(reader);
        return reader;
    }

    /** Takes the first records of a batch into effect, as another copy of the service does that has the partition. */
    void takeAsAnotherCopy(PartitionBatch batch, int records) {
        List<ConsumerRecord<byte[], byte[]>> first = batch.records().subList(0, records);
        PartitionBatch part = new PartitionBatch(batch.topic(), batch.partition(), first);
        Position next =
                new Position(batch.topic(), batch.partition(), first.getLast().offset() + 1);
        scope.inTransactionDo(List.of(TENANT), connection -> {
            OptionalLong stored = positions.find(connection, batch.topic(), batch.partition());
            positions.advance(connection, next, stored);
            count(part, connection);
        });
    }

    /** How many of the records sent took effect. */
    long effective() {
        return count("true");
    }

    /** How many took effect more often than once. */
    long doubled() {
        return count("seen > 1");
    }

    private long count(String condition) {
        return scope.inTransaction(TENANT, connection -> {
            String sql = "SELECT count(*) FROM sample WHERE id LIKE ? AND " + condition;
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, name + "/%");
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    private static void count(PartitionBatch batch, Connection connection) throws SQLException {
        String sql = "INSERT INTO sample (tenant_id, id) VALUES (?, ?)"
                + " ON CONFLICT (tenant_id, id) DO UPDATE SET seen = sample.seen + 1";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (var record : batch.records()) {
                insert.setString(1, TENANT);
                insert.setString(2, new String(record.value(), StandardCharsets.UTF_8));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public void close() {
        readers.forEach(TopicReader::close);
    }

    private final class CountedEffects implements BatchHandler<PartitionBatch> {
        @Override
        public PartitionBatch decode(PartitionBatch batch) {
            try {
                steps.decoded.at(batch);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return batch;
        }

        @Override
        public PartitionBatch join(List<PartitionBatch> pieces) {
            PartitionBatch first = pieces.getFirst();
            return new PartitionBatch(
                    first.topic(),
                    first.partition(),
                    pieces.stream().flatMap(piece -> piece.records().stream()).toList());
        }

        @Override
        public Collection<String> tenants(PartitionBatch batch) {
            return List.of(TENANT);
        }

        @Override
        public void apply(PartitionBatch batch, Connection connection) throws SQLException {
            count(batch, connection);
            steps.applied.at(batch);
        }
    }
}
