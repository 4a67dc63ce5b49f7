package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.TransactionLock;
import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import io.wattledger.metering.event.EventKey;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells which allocations are open, and up to when they are metered, in {@code open_allocation}: every transaction adds which
 * are so from then on, and which are so no more. What has been told more often as open is open, so that nothing has to be
 * found or changed when one stops. Each transaction tells what it changes in the rows of allocations, which it has locked or
 * whose contents it has asked for; hence what is told of one allocation alternates, and one snapshot has all of it.
 */
final class OpenAllocationJournal {

    /** Rows of a tenant before they are rolled up: so many that what is open is not often written anew. */
    private static final int ROWS_TO_ROLL_UP = 200;

    /** So many keys that are open put it off by a row. */
    private static final int OPEN_PER_ROW = 50;

    /**
     * Keys of a tenant before its rows are rolled up however few they are: an advance of a watermark tells every open one twice,
     * in one row or two.
     */
    private static final int KEYS_TO_ROLL_UP = 5_000;

    /** Times that each open key may be there besides, so that many of them are not written anew at each advance. */
    private static final int TIMES_TOLD = 4;

    /** Tenants rolled up in one transaction, which keeps it within the memory of a statement; more are rolled up at once after it. */
    private static final int TENANTS_PER_ROUND = 50;

    /** Names the lock of whoever rolls up, so that copies of the service never do it at the same time. */
    private static final long LOCK = 0x09E7;

    private static final ManyRows INSERT = new ManyRows("""
            INSERT INTO open_allocation (tenant_id, site, metered_until, opened, closed, more)
            VALUES""", "?, ?, ?, ?, ?, ?", "");

    /** All that was told of a place. */
    private static final String PLACES = """
            SELECT tenant_id, site, metered_until, string_agg(opened, '') AS opened, string_agg(closed, '') AS closed
            FROM %s GROUP BY tenant_id, site, metered_until""";

    /** The keys of a place that were not told as often as open as no more, and how much more often. */
    private static final String KEYS = """
            SELECT allocation_key, sum(more) AS more
            FROM (SELECT substr(place.opened, 16 * number + 1, 16) AS allocation_key, 1 AS more
                FROM generate_series(0, octet_length(place.opened) / 16 - 1) AS number
                UNION ALL SELECT substr(place.closed, 16 * number + 1, 16), -1
                FROM generate_series(0, octet_length(place.closed) / 16 - 1) AS number) AS told
            GROUP BY allocation_key HAVING sum(more) <> 0""";

    private static final String TO_ROLL_UP =
            """
            SELECT tenant_id FROM open_allocation
            GROUP BY tenant_id
            HAVING count(*) > %d + sum(more) / %d
                OR sum(octet_length(opened) + octet_length(closed)) / 16 > %d + %d * sum(more)
            ORDER BY tenant_id LIMIT %d
            """.formatted(ROWS_TO_ROLL_UP, OPEN_PER_ROW, KEYS_TO_ROLL_UP, TIMES_TOLD, TENANTS_PER_ROUND);

    /** The sum of every key stays what it is. What is told in the meantime is in rows of its own. */
    private static final String ROLL_UP = """
            WITH taken AS (DELETE FROM open_allocation WHERE tenant_id = ANY (?) RETURNING *)
            INSERT INTO open_allocation (tenant_id, site, metered_until, opened, closed, more)
            SELECT tenant_id, site, metered_until, rest.*
            FROM (%s) AS place
            CROSS JOIN LATERAL (
                SELECT coalesce(string_agg(allocation_key, '') FILTER (WHERE more > 0), ''),
                    coalesce(string_agg(allocation_key, '') FILTER (WHERE more < 0), ''), sum(more)
                FROM (%s) AS left_over HAVING count(*) > 0) AS rest
            """.formatted(PLACES.formatted("taken"), KEYS);

    private final Map<Place, Turn> turns = new LinkedHashMap<>();

    /**
     * Of an open allocation.
     *
     * @param metered up to when, to the microsecond; null where it is not yet
     */
    record Until(@Nullable Instant metered) {}

    /** Where allocations are, and up to when they are metered. */
    private record Place(String tenant, String site, Until until) {}

    /** Keys of what has begun and ceased to be so. */
    private record Turn(ByteArrayOutputStream opened, ByteArrayOutputStream closed) {

        Turn() {
            this(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        }

        int more() {
            return (opened.size() - closed.size()) / EventKey.BYTES;
        }
    }

    /**
     * A query of the tenants, keys and metered ends of what is open by the rows of the journal that a condition picks.
     *
     * @param condition on tenant_id, site and metered_until only, so that it picks all that was told of a key or nothing
     */
    static String open(String condition) {
        return "SELECT tenant_id, allocation_key, metered_until FROM (%s) AS place CROSS JOIN LATERAL (%s) AS key WHERE more > 0"
                .formatted(PLACES.formatted("open_allocation WHERE " + condition), KEYS);
    }

    /**
     * Tells what changes of an allocation.
     *
     * @param before up to when it was metered while open; null where it was not open
     * @param after the same from now on
     */
    void change(String tenant, String site, EventKey key, @Nullable Until before, @Nullable Until after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before != null) {
            turn(tenant, site, before).closed().writeBytes(key.bytes());
        }
        if (after != null) {
            turn(tenant, site, after).opened().writeBytes(key.bytes());
        }
    }

    private Turn turn(String tenant, String site, Until until) {
        return turns.computeIfAbsent(new Place(tenant, site, until), absent -> new Turn());
    }

    /** Writes what was told. */
    void write(Connection connection) throws SQLException {
        Writes.together(
                connection,
                writes -> turns.forEach((place, turn) -> writes.add(
                        INSERT,
                        place.tenant(),
                        place.site(),
                        offset(place.until().metered()),
                        turn.opened().toByteArray(),
                        turn.closed().toByteArray(),
                        turn.more())));
    }

    private static @Nullable OffsetDateTime offset(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * Makes few rows of many.
     *
     * @return whether there may be more to do at once
     */
    static boolean rollUp(TenantScope scope) {
        List<String> tenants = scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(TO_ROLL_UP)) {
                return Rows.read(select, row -> row.getString(1));
            }
        });
        if (tenants.isEmpty()) {
            return false;
        }
        boolean isFree = scope.inTransaction(tenants, connection -> rollUp(connection, tenants));
        return isFree && tenants.size() == TENANTS_PER_ROUND;
    }

    private static boolean rollUp(Connection connection, List<String> tenants) throws SQLException {
        if (!TransactionLock.take(connection, LOCK)) {
            return false;
        }
        try (PreparedStatement rollUp = connection.prepareStatement(ROLL_UP)) {
            rollUp.setArray(1, connection.createArrayOf("text", tenants.toArray()));
            rollUp.executeUpdate();
        }
        return true;
    }
}
