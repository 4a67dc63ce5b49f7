package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.flow.Sight;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Reads as a reader who may see certain tenants: a tenant as itself, so that row-level security keeps out the others. */
final class SightReading {

    private SightReading() {}

    static <T> T read(TenantScope scope, Sight sight, TenantScope.Work<T> work) {
        return switch (sight) {
            case Sight.Own(String tenant) -> scope.inTransaction(tenant, work);
            case Sight.Every every -> scope.asOperator(work);
        };
    }

    /** Two parameters: whether all that can be seen is wanted, and if not, whose. */
    static void bind(Connection connection, PreparedStatement select, int first, Sight sight) throws SQLException {
        List<String> tenants = sight instanceof Sight.Every(List<String> named) ? named : List.of();
        select.setBoolean(first, tenants.isEmpty());
        select.setArray(first + 1, connection.createArrayOf("text", tenants.toArray()));
    }
}
