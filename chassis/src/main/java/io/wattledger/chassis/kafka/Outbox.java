package io.wattledger.chassis.kafka;

import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import io.wattledger.contracts.WireJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Messages committed together with what caused them; {@link OutboxRelay} publishes them afterwards. */
@ApplicationScoped
public class Outbox {

    private static final String PUT = """
            INSERT INTO outbox (tenant_id, topic, outbox_key, sequence, partition_key, record_key, value, headers)
            VALUES (?, ?, ?, nextval('outbox_order'), ?, ?, ?, ?::jsonb)
            ON CONFLICT (tenant_id, topic, outbox_key) DO UPDATE
            SET partition_key = excluded.partition_key, record_key = excluded.record_key, value = excluded.value,
                headers = excluded.headers
            """;
    /** The key of a record that somebody else wrote may be longer than an index entry, and need not be text. */
    private static final ManyRows APPEND = new ManyRows(
            "INSERT INTO outbox (tenant_id, topic, outbox_key, sequence, partition_key, record_key, value, headers) VALUES",
            "?, ?, gen_random_uuid(), nextval('outbox_order'), ?, ?, ?, ?::jsonb",
            "");

    /**
     * Messages that state what is: a later one under the same key replaces one that was not sent yet, in whose place it is sent.
     * Behind it, it would seem to have come after what came between, and {@link HeldMessages} would not wait for it.
     */
    public void state(Connection connection, Collection<OutgoingMessage> messages) throws SQLException {
        Writes writes = new Writes(connection);
        for (OutgoingMessage message : messages) {
            writes.add(PUT, insert -> {
                insert.setString(1, message.tenant());
                insert.setString(2, message.topic());
                insert.setString(3, new String(message.key(), StandardCharsets.UTF_8));
                insert.setString(4, message.partitionKey());
                insert.setBytes(5, message.key());
                insert.setBytes(6, message.value());
                insert.setString(7, headers(message));
            });
        }
        writes.flush();
    }

    /** Messages that tell what happened: every one of them is sent. */
    public void event(Connection connection, Collection<OutgoingMessage> messages) throws SQLException {
        Writes writes = new Writes(connection);
        event(writes, messages);
        writes.flush();
    }

    /** The same among other changes. */
    public void event(Writes writes, Collection<OutgoingMessage> messages) {
        for (OutgoingMessage message : messages) {
            writes.add(
                    APPEND,
                    message.tenant(),
                    message.topic(),
                    message.partitionKey(),
                    message.key(),
                    message.value(),
                    headers(message));
        }
    }

    private static String headers(OutgoingMessage message) {
        return new String(WireJson.write(message.headers()), StandardCharsets.UTF_8);
    }
}
