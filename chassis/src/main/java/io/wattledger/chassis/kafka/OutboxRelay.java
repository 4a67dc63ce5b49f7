package io.wattledger.chassis.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.kafka.MessagePublisher.PublishingFailed;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import io.wattledger.chassis.ops.ServiceConfig;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.WireJson;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what lies in the outbox. A message is deleted in the transaction that holds its lock, after Kafka has
 * acknowledged it: killed in between, it is published again, which does no harm to a reader that keeps revisions. Of
 * several copies of a service one publishes at a time, so that messages keep their order. Messages of a {@link HeldTopic} are
 * left to {@link HeldMessages}.
 */
@ApplicationScoped
public class OutboxRelay implements PendingWork {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private static final int MESSAGES_PER_ROUND = 2_000;
    private static final int TENANTS_PER_ROUND = 500;

    /** Bytes of values in one round: bounds its memory, whatever lies in the outbox. */
    private static final long BYTES_PER_ROUND = 16L * 1024 * 1024;

    private static final int ROWS_PER_FETCH = 100;

    /** The name of the lock that the copy which publishes holds until its transaction ends. */
    private static final int LOCK = 0x007B0;

    /**
     * The next tenants in order that have messages. Each is one step along the primary key: the messages themselves, of
     * which there may be millions, are not looked at.
     */
    private static final String TENANTS = """
            WITH RECURSIVE waiting (tenant_id) AS (
                (SELECT tenant_id FROM outbox WHERE tenant_id > ? ORDER BY tenant_id LIMIT 1)
                UNION ALL
                SELECT (SELECT tenant_id FROM outbox WHERE tenant_id > waiting.tenant_id ORDER BY tenant_id LIMIT 1)
                FROM waiting
                WHERE waiting.tenant_id IS NOT NULL)
            SELECT tenant_id FROM waiting
            WHERE EXISTS (SELECT FROM outbox WHERE outbox.tenant_id = waiting.tenant_id AND topic <> ALL (?)) LIMIT %d
            """.formatted(TENANTS_PER_ROUND);

    private final TenantScope scope;
    private final MessagePublisher publisher;
    private final ServiceConfig config;
    private final HeldOutbox held;

    /**
     * Messages that Kafka does not take, by their place in the outbox, with their bytes; used by the loop alone. What replaces
     * one has its place, and is tried if it is of another length.
     */
    private final Map<Long, Integer> tooLargeOnes = new HashMap<>();

    private @Nullable Loop loop;

    /** The last tenant whose turn it was; the next ones come first, so that busy tenants do not keep others waiting. */
    private String lastTenant = "";

    OutboxRelay(TenantScope scope, MessagePublisher publisher, ServiceConfig config, HeldOutbox held) {
        this.scope = scope;
        this.publisher = publisher;
        this.config = config;
        this.held = held;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start(config.service() + "-outbox", config.idle(), this::relay);
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private record Row(long sequence, String tenant, String topic, String outboxKey, OutgoingMessage message) {}

    private boolean relay() {
        List<String> tenants = nextTenants();
        if (tenants.isEmpty()) {
            return false;
        }
        return scope.inTransaction(tenants, connection -> {
            if (!isAlone(connection)) {
                return false;
            }
            List<Row> rows = lockRows(connection);
            List<@Nullable PublishingFailed> refused =
                    publisher.publishAllThatFit(rows.stream().map(Row::message).toList());
            List<Row> published = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                PublishingFailed tooLarge = refused.get(i);
                if (tooLarge == null) {
                    published.add(rows.get(i));
                } else {
                    setAside(rows.get(i), tooLarge);
                }
            }
            delete(connection, published);
            return !rows.isEmpty();
        });
    }

    /** A message that Kafka does not take is left where it is; what is stated anew under its key replaces it, and is tried. */
    private void setAside(Row row, PublishingFailed tooLarge) {
        tooLargeOnes.put(row.sequence(), row.message().value().length);
        LOG.errorf(
                "message %s of tenant %s for %s, of %d bytes, is kept in the outbox and not sent: %s; let the topic and the producer take"
                        + " more, and start the service again",
                row.outboxKey(), row.tenant(), row.topic(), row.message().value().length, tooLarge.getMessage());
    }

    /** Two copies that publish side by side would send what happened in another order than it did. */
    private static boolean isAlone(Connection connection) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?, 0), " + MessagePublisher.PATIENCE)) {
            lock.setInt(1, LOCK);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private List<String> nextTenants() {
        List<String> tenants = tenantsAfter(lastTenant);
        if (tenants.isEmpty() && !lastTenant.isEmpty()) {
            tenants = tenantsAfter("");
        }
        lastTenant = tenants.size() < TENANTS_PER_ROUND ? "" : tenants.getLast();
        return tenants;
    }

    private List<String> tenantsAfter(String tenant) {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(TENANTS)) {
                select.setString(1, tenant);
                select.setArray(2, heldTopics(connection));
                return Rows.read(select, row -> row.getString(1));
            }
        });
    }

    private Array heldTopics(Connection connection) throws SQLException {
        return connection.createArrayOf("text", held.topics().toArray());
    }

    private List<Row> lockRows(Connection connection) throws SQLException {
        String sql =
                "SELECT sequence, tenant_id, topic, outbox_key, partition_key, record_key, value, headers FROM outbox"
                        + " WHERE topic <> ALL (?) AND (sequence, octet_length(value)) NOT IN (SELECT * FROM unnest(?, ?))"
                        + " ORDER BY sequence LIMIT " + MESSAGES_PER_ROUND + " FOR UPDATE SKIP LOCKED";
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(ROWS_PER_FETCH);
            select.setArray(1, heldTopics(connection));
            select.setArray(
                    2, connection.createArrayOf("bigint", tooLargeOnes.keySet().toArray()));
            select.setArray(
                    3, connection.createArrayOf("int", tooLargeOnes.values().toArray()));
            ResultSet row = select.executeQuery();
            while (bytes < BYTES_PER_ROUND && row.next()) {
                String tenant = row.getString("tenant_id");
                String topic = row.getString("topic");
                OutgoingMessage message = new OutgoingMessage(
                        tenant,
                        topic,
                        row.getString("partition_key"),
                        row.getBytes("record_key"),
                        row.getBytes("value"),
                        headers(row.getBytes("headers")));
                rows.add(new Row(row.getLong("sequence"), tenant, topic, row.getString("outbox_key"), message));
                bytes += message.value().length;
            }
        }
        return rows;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> headers(byte[] json) {
        try {
            return WireJson.read(json, Map.class);
        } catch (IOException e) {
            throw new IllegalStateException("outbox headers are not the JSON object that was stored", e);
        }
    }

    private static void delete(Connection connection, List<Row> rows) throws SQLException {
        String sql = "DELETE FROM outbox WHERE tenant_id = ? AND topic = ? AND outbox_key = ?";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            for (Row row : rows) {
                delete.setString(1, row.tenant());
                delete.setString(2, row.topic());
                delete.setString(3, row.outboxKey());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    @Override
    public String name() {
        return "outbox";
    }

    @Override
    public long pending() {
        return scope.asOperator(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT count(*) FROM outbox WHERE topic <> ALL (?)")) {
                select.setArray(1, heldTopics(connection));
                return Rows.read(select, row -> row.getLong(1)).getFirst();
            }
        });
    }
}
