package io.wattledger.metering.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Finds where the rows of many keys lie in a table. As the operator, whose policy costs nothing: that of the tenants would
 * become part of every look into the index, with all tenants of the batch, and take ten times as long as the look. What is
 * done with the rows is done by the app, whose policy then looks at each row once. A row stays in its place as long as it
 * is locked; before that, whoever uses a place must see that the row is still there.
 */
final class RowPlaces {

    private static final String BEGIN = "SET LOCAL ROLE metering_operator; SET LOCAL enable_seqscan = off";
    private static final String END = "SET LOCAL ROLE NONE; SET LOCAL enable_seqscan = on";

    private final String sql;

    /** In a table whose key is {@code tenant_id} and {@code keyColumn}. */
    RowPlaces(String table, String keyColumn) {
        this.sql = """
                SELECT array_agg(found.place ORDER BY given.number)::text, count(found.place)
                FROM unnest(?::text[], ?::bytea[]) WITH ORDINALITY AS given (tenant_id, row_key, number)
                LEFT JOIN LATERAL (
                    SELECT ctid AS place FROM %1$s AS one
                    WHERE one.tenant_id = given.tenant_id AND one.%2$s = given.row_key
                    LIMIT 1) AS found ON true
                """.formatted(table, keyColumn);
    }

    /**
     * Places in the order of the keys.
     *
     * @param array in the form of PostgreSQL's {@code tid[]}; NULL where a key has no row
     * @param count how many have one
     */
    record Places(String array, int count) {}

    /** Binds tenants and keys, at least one, by {@code filling}. */
    <R> Places find(Connection connection, List<R> rows, Columns.Filling<R> filling) throws SQLException {
        execute(connection, BEGIN);
        Places places;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            filling.fill(new Columns<>(connection, select, 1, rows));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                places = new Places(row.getString(1), row.getInt(2));
            }
        }
        execute(connection, END);
        return places;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
