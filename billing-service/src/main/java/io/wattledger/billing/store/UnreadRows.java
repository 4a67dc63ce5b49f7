package io.wattledger.billing.store;

import io.wattledger.billing.flow.PeriodKey;
import io.wattledger.billing.period.UnreadUsage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records of rated usage that lie aside since they could not be read, by the months that wait for them. */
final class UnreadRows {

    /** What a key ends with that is no instant may be any text: all such records are one group, as they are told apart by nothing. */
    private static final String READ = """
            WITH named AS (
                SELECT ordinality, tenant, contract, start
                FROM unnest(?::text[], ?::text[], ?::timestamptz[]) WITH ORDINALITY AS asked (tenant, contract, start, ordinality)),
            billed AS (
                SELECT ordinality, tenant FROM named
                UNION ALL
                SELECT ordinality, tenant_id FROM named JOIN resale ON reseller = tenant AND contract_id = contract
                    AND starts_at <= start AND (ends_at IS NULL OR ends_at > start))
            SELECT ordinality, tenant,
                CASE WHEN key_end ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' THEN key_end ELSE '' END,
                count(*), min(reason)
            FROM billed JOIN unreadable_record ON named_tenant = convert_to(tenant, 'UTF8') AND discarded_at IS NULL
            CROSS JOIN LATERAL split_part(encode(record_key, 'escape'), '/', -1) AS key_end
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """;

    private UnreadRows() {}

    static Map<PeriodKey, List<UnreadUsage>> read(Connection connection, Map<PeriodKey, Instant> starts)
            throws SQLException {
        List<PeriodKey> asked = List.copyOf(starts.keySet());
        Map<PeriodKey, List<UnreadUsage>> unread = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            MonthRows.setStarts(connection, select, asked, starts);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    unread.computeIfAbsent(asked.get(row.getInt(1) - 1), key -> new ArrayList<>())
                            .add(new UnreadUsage(
                                    row.getString(2), instant(row.getString(3)), row.getLong(4), row.getString(5)));
                }
            }
        }
        return unread;
    }

    /** What a key ends with, which need not be what pricing writes. */
    private static @Nullable Instant instant(String end) {
        try {
            return Instant.parse(end);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
