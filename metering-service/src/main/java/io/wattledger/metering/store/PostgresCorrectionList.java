package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.WireName;
import io.wattledger.metering.flow.CorrectionList;
import io.wattledger.metering.flow.CorrectionState;
import io.wattledger.metering.flow.Sight;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Corrections to see to in PostgreSQL. */
@ApplicationScoped
public class PostgresCorrectionList implements CorrectionList {

    /** An older copy of the service notes none as known, and tells none that the event which it awaits has come. */
    private static final String STILL_AWAITED = """
            NOT EXISTS (SELECT FROM usage_event AS target
                WHERE target.tenant_id = correction.tenant_id AND target.event_key = correction.target_key)
            AND NOT EXISTS (SELECT FROM event_correction AS own
                WHERE own.tenant_id = correction.tenant_id AND own.target_key = correction.event_key AND own.withdraws)
            """;

    private static final String LIST = """
            SELECT correction.*, encode(correction.target_key, 'hex') AS target, event.source, event.event_id
            FROM event_correction AS correction
            JOIN usage_event AS event
                ON event.tenant_id = correction.tenant_id AND event.event_key = correction.event_key
            WHERE correction.state <> 'known' AND (? OR correction.tenant_id = ANY (?))
                AND (?::text IS NULL OR correction.state = ?) AND (correction.state <> 'awaited' OR (%s))
                AND (? OR correction.received_at < ? OR correction.received_at = ?
                    AND (correction.tenant_id, encode(correction.target_key, 'hex') COLLATE "C") > (?, ?))
            ORDER BY correction.received_at DESC, correction.tenant_id, encode(correction.target_key, 'hex') COLLATE "C"
            LIMIT ?
            """.formatted(STILL_AWAITED);
    private static final String AWAITED = """
            SELECT count(*) FROM event_correction AS correction
            WHERE correction.state = 'awaited' AND correction.received_at < ? AND %s
            """.formatted(STILL_AWAITED);

    private final TenantScope scope;

    PostgresCorrectionList(TenantScope scope) {
        this.scope = scope;
    }

    @Override
    public List<Listed> list(Sight sight, @Nullable CorrectionState state, @Nullable Mark after, int most) {
        String wanted = state == null ? null : WireName.of(state);
        Mark last = after == null ? new Mark(Instant.EPOCH, "", "") : after;
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(LIST)) {
                SightReading.bind(connection, select, 1, sight);
                select.setString(3, wanted);
                select.setString(4, wanted);
                select.setBoolean(5, after == null);
                select.setObject(6, last.receivedAt().atOffset(ZoneOffset.UTC));
                select.setObject(7, last.receivedAt().atOffset(ZoneOffset.UTC));
                select.setString(8, last.tenant());
                select.setString(9, last.target());
                select.setInt(10, most);
                return Rows.read(select, PostgresCorrectionList::listed);
            }
        });
    }

    private static Listed listed(ResultSet row) throws SQLException {
        return new Listed(
                new Mark(Rows.instant(row, "received_at"), row.getString("tenant_id"), row.getString("target")),
                row.getString("source"),
                row.getString("event_id"),
                row.getString("target_source"),
                row.getString("target_id"),
                row.getBoolean("withdraws"),
                row.getString("reason"),
                state(row.getString("state")));
    }

    /** The state that a row names. */
    static CorrectionState state(String word) {
        return CorrectionState.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public long awaited(Instant receivedBefore) {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(AWAITED)) {
                select.setObject(1, receivedBefore.atOffset(ZoneOffset.UTC));
                return Rows.read(select, row -> row.getLong(1)).getFirst();
            }
        });
    }
}
