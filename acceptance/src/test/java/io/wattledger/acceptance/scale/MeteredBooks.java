package io.wattledger.acceptance.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.MeteredUsage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What metering has come to, read from its database, its topics and its HTTP surface. */
final class MeteredBooks implements AutoCloseable {

    private final Machine machine;
    private final Connection database;
    private final HttpClient client = HttpClient.newHttpClient();

    MeteredBooks(Machine machine) throws SQLException {
        this.machine = machine;
        this.database = machine.operator();
    }

    /**
     * A slot as the table has it.
     *
     * @param revision of it
     * @param milliGpuSeconds in it
     */
    record Slot(long revision, long milliGpuSeconds) {}

    /** How many records of usage events have taken effect. */
    long consumed() throws SQLException {
        return number("SELECT coalesce(sum(next_offset), 0) FROM consumed_position WHERE topic = '"
                + Topics.USAGE_EVENTS + "'");
    }

    /** By tenant, project, site, SKU and start, joined by {@code /}. */
    Map<String, Slot> slots() throws SQLException {
        Map<String, Slot> slots = new TreeMap<>();
        try (Statement select = database.createStatement();
                ResultSet row = select.executeQuery(
                        "SELECT tenant_id, project, site, sku, slot_start, revision, milli_gpu_seconds FROM usage_slot")) {
            while (row.next()) {
                String series =
                        String.join("/", row.getString(1), row.getString(2), row.getString(3), row.getString(4));
                slots.put(
                        series + "/" + row.getObject(5, OffsetDateTime.class).toInstant(),
                        new Slot(row.getLong(6), row.getLong(7)));
            }
        }
        return slots;
    }

    /** Tenant, source and id of every event that is stored, joined by blanks; one that is stored twice is there twice. */
    List<String> events() throws SQLException {
        List<String> events = new ArrayList<>();
        try (Statement select = database.createStatement();
                ResultSet row = select.executeQuery("SELECT tenant_id, source, event_id FROM usage_event")) {
            while (row.next()) {
                events.add(row.getString(1) + " " + row.getString(2) + " " + row.getString(3));
            }
        }
        return events;
    }

    /** Rows of a table. */
    long rows(String table) throws SQLException {
        return number("SELECT count(*) FROM " + table);
    }

    /** An answer of the first copy to an operator. */
    JsonNode ask(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(machine.copies().getFirst().uri(path))
                .timeout(Duration.ofSeconds(60))
                .header("authorization", "Bearer " + machine.tokens().operator())
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return new ObjectMapper().readTree(answer.body());
    }

    /** What a reader of the compacted topic is left with: the last message under each key. */
    Map<String, MeteredUsage> published() throws IOException {
        Map<String, MeteredUsage> last = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records(Topics.METERED_USAGE)) {
            last.put(
                    new String(record.key(), StandardCharsets.UTF_8),
                    WireJson.read(record.value(), MeteredUsage.class));
        }
        return last;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", machine.kafka(), "enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(one -> new TopicPartition(topic, one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement select = database.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
