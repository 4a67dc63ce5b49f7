package io.wattledger.billing.store;

import io.wattledger.billing.flow.NameBook;
import io.wattledger.billing.invoice.Names;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of sites and SKUs in one table. */
@ApplicationScoped
public class PostgresNameBook implements NameBook {

    private static final String RECORD = """
            INSERT INTO reference_name (kind, id, name, revision) VALUES (?, ?, ?, ?)
            ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name, revision = excluded.revision
            WHERE excluded.revision > reference_name.revision
            """;

    @Override
    public void record(Connection connection, Collection<Name> names) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
            for (Name name : names) {
                insert.setString(1, name.kind().name().toLowerCase(Locale.ROOT));
                insert.setString(2, name.id());
                insert.setString(3, name.name());
                insert.setLong(4, name.revision());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public Names names(Connection connection) throws SQLException {
        Map<String, String> sites = new HashMap<>();
        Map<String, String> skus = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT kind, id, name FROM reference_name");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                (row.getString(1).equals("site") ? sites : skus).put(row.getString(2), row.getString(3));
            }
        }
        return new Names(sites, skus);
    }
}
