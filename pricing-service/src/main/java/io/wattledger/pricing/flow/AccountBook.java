package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.AccountFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keeps pricing's own copy of accounts, the highest revision of each. */
public interface AccountBook {

    /** All accounts, of all tenants. */
    List<AccountFacts> all(Connection connection) throws SQLException;

    /** The accounts of tenants; one that is not known is absent. */
    Map<String, AccountFacts> accountsOf(Connection connection, Collection<String> tenants) throws SQLException;

    /** Stores an account. */
    void save(Connection connection, AccountFacts account) throws SQLException;
}
