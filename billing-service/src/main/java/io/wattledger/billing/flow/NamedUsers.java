package io.wattledger.billing.flow;

import io.wattledger.billing.account.Resold;
import io.wattledger.billing.invoice.Names;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds to the names of an invoice those of the tenants whose usage it bills to their reseller. */
final class NamedUsers {

    private NamedUsers() {}

    /**
     * The names with those of the tenants that have used what is billed.
     *
     * @param billed projects as they stand in the books of whoever is billed
     * @param corrected months whose corrections may come beside
     */
    static Names in(
            Connection connection, NameBook book, Names names, Collection<String> billed, Collection<Past> corrected)
            throws SQLException {
        SortedSet<String> projects = new TreeSet<>(billed);
        for (Past past : corrected) {
            projects.addAll(past.usage().sums().projects());
        }
        SortedMap<String, String> users = new TreeMap<>();
        projects.forEach(project -> Resold.user(project).ifPresent(tenant -> users.put(project, tenant)));
        if (users.isEmpty()) {
            return names;
        }
        Map<String, String> legal = book.soldTo(connection, users.values());
        users.replaceAll((project, tenant) -> legal.getOrDefault(tenant, tenant));
        return names.usedBy(users);
    }
}
