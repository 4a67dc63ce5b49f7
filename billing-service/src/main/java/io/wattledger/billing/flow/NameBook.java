package io.wattledger.billing.flow;

import io.wattledger.billing.invoice.Names;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/** Keeps what sites and SKUs are called. Each method works inside the caller's transaction. */
public interface NameBook {

    /** What is named. */
    enum Kind {
        /** A site. */
        SITE,
        /** A SKU. */
        SKU
    }

    /**
     * A name as it came.
     *
     * @param kind what is named
     * @param id its id
     * @param name its name
     * @param revision the higher one holds
     */
    record Name(Kind kind, String id, String name, long revision) {}

    /** Keeps each name unless a higher revision is kept already. */
    void record(Connection connection, Collection<Name> names) throws SQLException;

    /**
     * Legal names by tenant, of those whose usage is sold by a reseller for which the transaction works; others are missing.
     */
    Map<String, String> soldTo(Connection connection, Collection<String> tenants) throws SQLException;

    /** All names. */
    Names names(Connection connection) throws SQLException;
}
