package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.metering.event.EventKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Locks of things that are known by a key, held until the transaction ends: what one copy of the service works on, no other
 * takes.
 *
 * @param kind first half of the locks' names, so that things of different kinds do not lock each other
 */
record KeyLocks(int kind) {

    private static final String TAKE = """
            SELECT pg_try_advisory_xact_lock(?, hashtext(encode(locked, 'hex'))) FROM unnest(?::bytea[]) AS given (locked)
            """;

    /**
     * Takes the locks that nobody else has, without waiting for the others.
     *
     * @return of {@code keys}, in their order, those that are locked now
     */
    Set<EventKey> take(Connection connection, List<EventKey> keys) throws SQLException {
        Set<EventKey> taken = new LinkedHashSet<>();
        try (PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setInt(1, kind);
            new Columns<>(connection, take, 2, keys).bytes(EventKey::bytes);
            List<Boolean> had = Rows.read(take, row -> row.getBoolean(1));
            for (int i = 0; i < keys.size(); i++) {
                if (had.get(i)) {
                    taken.add(keys.get(i));
                }
            }
        }
        return taken;
    }
}
