package io.wattledger.billing.flow;

import io.wattledger.billing.account.Resold;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/** Keeps whose usage is billed to which reseller when. Each method works inside the caller's transaction. */
public interface ResaleBook {

    /** All times in which usage of one of {@code tenants} is billed to a reseller, past ones too. */
    List<Resold> of(Connection connection, Collection<String> tenants) throws SQLException;

    /** Tenants whose usage is billed at any time to one of {@code resellers}; asked while all tenants are visible. */
    SortedSet<String> soldBy(Connection connection, Collection<String> resellers) throws SQLException;

    /** States all times of a tenant anew. */
    void replace(Connection connection, String tenant, List<Resold> times) throws SQLException;
}
