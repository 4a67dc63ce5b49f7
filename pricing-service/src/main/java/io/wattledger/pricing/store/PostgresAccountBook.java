package io.wattledger.pricing.store;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.pricing.flow.AccountBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the copy of accounts in PostgreSQL, as they were stated. */
@ApplicationScoped
public class PostgresAccountBook implements AccountBook {

    private static final String SELECT = "SELECT tenant_id, facts FROM account WHERE tenant_id = ANY (?)";

    private static final String UPSERT = "INSERT INTO account (tenant_id, revision, facts) VALUES (?, ?, ?)"
            + " ON CONFLICT (tenant_id) DO UPDATE SET revision = excluded.revision, facts = excluded.facts";

    @Override
    public Map<String, AccountFacts> accountsOf(Connection connection, Collection<String> tenants) throws SQLException {
        Map<String, AccountFacts> accounts = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, Columns.texts(connection, tenants, tenant -> tenant));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    accounts.put(
                            Columns.text(row, "tenant_id"), JsonText.read(row.getBytes("facts"), AccountFacts.class));
                }
            }
        }
        return accounts;
    }

    @Override
    public List<AccountFacts> all(Connection connection) throws SQLException {
        List<AccountFacts> accounts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT facts FROM account ORDER BY tenant_id");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                accounts.add(JsonText.read(row.getBytes("facts"), AccountFacts.class));
            }
        }
        return accounts;
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
