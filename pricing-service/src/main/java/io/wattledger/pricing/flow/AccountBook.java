package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.AccountFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Keeps pricing's own copy of accounts, the highest revision of each. */
public interface AccountBook {

    /**
     * Accounts as they are kept.
     *
     * @param readable those whose facts can be read, by tenant
     * @param unreadable tenants whose facts cannot; they are set aside, so that they stop nobody else
     */
    record Kept(SortedMap<String, AccountFacts> readable, List<String> unreadable) {

        /** Copies the list. */
        public Kept {
            unreadable = List.copyOf(unreadable);
        }

        /**
         * The accounts, where all can be read. Rating without the contracts of a tenant would take back its charges.
         *
         * @throws IllegalStateException where one cannot
         */
        public SortedMap<String, AccountFacts> complete() {
            if (!unreadable.isEmpty()) {
                throw new IllegalStateException("the stored accounts of " + unreadable + " cannot be read");
            }
            return readable;
        }
    }

    /** All accounts, of all tenants. */
    Kept all(Connection connection) throws SQLException;

    /** The accounts of tenants, as far as they are kept. */
    Kept kept(Connection connection, Collection<String> tenants) throws SQLException;

    /** A number that grows with every account that is added or gets a higher revision. */
    long changes(Connection connection) throws SQLException;

    /** The accounts of tenants; one that is not known is absent. */
    Map<String, AccountFacts> accountsOf(Connection connection, Collection<String> tenants) throws SQLException;

    /** Stores an account. */
    void save(Connection connection, AccountFacts account) throws SQLException;
}
