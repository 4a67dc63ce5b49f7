package io.wattledger.metering.store;

import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.event.WireText;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.Origin;
import io.wattledger.metering.flow.RefusalBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Refused records in PostgreSQL, and through the outbox in the dead-letter topic. */
@ApplicationScoped
public class PostgresRefusalBook implements RefusalBook {

    private static final String KEEP = """
            INSERT INTO refusal (tenant_id, topic, partition_id, record_offset, written_at, received_at, code, field,
                value, rule, source, event_id, record_key, record_value, headers)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            ON CONFLICT DO NOTHING
            """;
    private static final byte[] NOTHING = new byte[0];

    private final DataSource dataSource;
    private final Outbox outbox;

    PostgresRefusalBook(DataSource dataSource, Outbox outbox) {
        this.dataSource = dataSource;
        this.outbox = outbox;
    }

    @Override
    public void keep(Collection<Assessed.Unfit> refused, Instant receivedAt) {
        List<OutgoingMessage> deadLetters = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
                for (Assessed.Unfit one : refused) {
                    Origin origin = Objects.requireNonNull(one.received().origin(), "only records are kept");
                    bind(keep, one, origin, receivedAt);
                    if (keep.executeUpdate() == 1) {
                        deadLetters.add(deadLetter(one, origin));
                    }
                }
            }
            outbox.event(connection, deadLetters);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void bind(PreparedStatement keep, Assessed.Unfit one, Origin origin, Instant receivedAt)
            throws SQLException {
        Refused refused = one.refused();
        keep.setString(1, one.tenant());
        keep.setString(2, origin.topic());
        keep.setInt(3, origin.partition());
        keep.setLong(4, origin.offset());
        keep.setObject(5, origin.written().atOffset(ZoneOffset.UTC));
        keep.setObject(6, receivedAt.atOffset(ZoneOffset.UTC));
        keep.setString(7, refused.code().code());
        keep.setString(8, refused.field());
        keep.setString(9, refused.value());
        keep.setString(10, refused.rule());
        keep.setString(11, shown(one.received().arrival().envelope().source()));
        keep.setString(12, shown(one.received().arrival().envelope().id()));
        keep.setBytes(13, origin.key());
        keep.setBytes(14, origin.value());
        keep.setString(15, new String(WireJson.write(origin.headers().get()), StandardCharsets.UTF_8));
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : WireText.shown(text, WireText.LONGEST_ATTRIBUTE);
    }

    /** The record as it came, with headers that say why it lies here and where it came from. */
    private static OutgoingMessage deadLetter(Assessed.Unfit one, Origin origin) {
        Refused refused = one.refused();
        Map<String, String> headers = new LinkedHashMap<>(origin.headers().get());
        headers.put("wattledger-code", refused.code().code());
        headers.put("wattledger-field", refused.field());
        headers.put("wattledger-rule", refused.rule());
        if (refused.value() != null) {
            headers.put("wattledger-value", refused.value());
        }
        headers.put("wattledger-topic", origin.topic());
        headers.put("wattledger-partition", Integer.toString(origin.partition()));
        headers.put("wattledger-offset", Long.toString(origin.offset()));
        byte[] key = origin.key() == null ? NOTHING : origin.key();
        byte[] value = origin.value() == null ? NOTHING : origin.value();
        return new OutgoingMessage(
                one.tenant(), Topics.USAGE_EVENTS_DEAD_LETTERS, one.tenant(), key, value, Map.copyOf(headers));
    }
}
