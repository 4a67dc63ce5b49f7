package io.wattledger.pricing.store;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.pricing.flow.AccountBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps the copy of accounts in PostgreSQL, as they were stated. */
@ApplicationScoped
public class PostgresAccountBook implements AccountBook {

    private static final String SELECT = "SELECT tenant_id, facts FROM account WHERE tenant_id = ANY (?)";

    private static final String SELECT_ALL = "SELECT tenant_id, facts FROM account";

    /** Accounts are never removed and revisions only rise. */
    private static final String CHANGES = "SELECT (count(*) + coalesce(sum(revision), 0))::bigint FROM account";

    private static final String UPSERT = "INSERT INTO account (tenant_id, revision, facts) VALUES (?, ?, ?)"
            + " ON CONFLICT (tenant_id) DO UPDATE SET revision = excluded.revision, facts = excluded.facts";

    @Override
    public Map<String, AccountFacts> accountsOf(Connection connection, Collection<String> tenants) throws SQLException {
        return kept(connection, tenants).complete();
    }

    @Override
    public Kept kept(Connection connection, Collection<String> tenants) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, Columns.texts(connection, tenants, tenant -> tenant));
            return read(select);
        }
    }

    @Override
    public Kept all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_ALL)) {
            return read(select);
        }
    }

    private static Kept read(PreparedStatement select) throws SQLException {
        SortedMap<String, AccountFacts> readable = new TreeMap<>();
        List<String> unreadable = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String tenant = Columns.text(row, "tenant_id");
                try {
                    readable.put(tenant, JsonText.read(row.getBytes("facts"), AccountFacts.class));
                } catch (UncheckedIOException e) {
                    unreadable.add(tenant);
                }
            }
        }
        return new Kept(readable, unreadable);
    }

    @Override
    public long changes(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CHANGES);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void save(Connection connection, AccountFacts account) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            upsert.setString(1, account.tenant());
            upsert.setLong(2, account.revision());
            upsert.setBytes(3, WireJson.write(account));
            upsert.executeUpdate();
        }
    }
}
