package io.wattledger.billing.store;

import io.wattledger.billing.account.Resold;
import io.wattledger.billing.flow.ResaleBook;
import io.wattledger.chassis.tenancy.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Resales in one table, which has rows of those tenants only that have or had a reseller. */
@ApplicationScoped
public class PostgresResaleBook implements ResaleBook {

    private static final String OF =
            "SELECT tenant_id, legal_name, starts_at, ends_at, reseller, contract_id FROM resale "
                    + "WHERE tenant_id = ANY (?) ORDER BY tenant_id, starts_at";
    private static final String SOLD_BY = "SELECT DISTINCT tenant_id FROM resale WHERE reseller = ANY (?)";
    private static final String FORGET = "DELETE FROM resale WHERE tenant_id = ?";
    private static final String STATE =
            "INSERT INTO resale (tenant_id, legal_name, starts_at, ends_at, reseller, contract_id) VALUES (?, ?, ?, ?, ?, ?)";

    @Override
    public List<Resold> of(Connection connection, Collection<String> tenants) throws SQLException {
        List<Resold> times = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(OF)) {
            select.setArray(1, connection.createArrayOf("text", tenants.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    OffsetDateTime end = row.getObject(4, OffsetDateTime.class);
                    times.add(new Resold(
                            row.getString(1),
                            row.getString(2),
                            Rows.instant(row, 3),
                            end == null ? null : end.toInstant(),
                            row.getString(5),
                            row.getString(6)));
                }
            }
        }
        return times;
    }

    @Override
    public SortedSet<String> soldBy(Connection connection, Collection<String> resellers) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SOLD_BY)) {
            select.setArray(1, connection.createArrayOf("text", resellers.toArray()));
            return new TreeSet<>(Rows.read(select, row -> row.getString(1)));
        }
    }

    @Override
    public void replace(Connection connection, String tenant, List<Resold> times) throws SQLException {
        try (PreparedStatement forget = connection.prepareStatement(FORGET);
                PreparedStatement state = connection.prepareStatement(STATE)) {
            forget.setString(1, tenant);
            forget.executeUpdate();
            for (Resold time : times) {
                state.setString(1, tenant);
                state.setString(2, time.legalName());
                state.setObject(3, utc(time.start()));
                state.setObject(4, utc(time.end()));
                state.setString(5, time.reseller());
                state.setString(6, time.contract());
                state.addBatch();
            }
            state.executeBatch();
        }
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
