package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What runs have left in the database. */
@ApplicationScoped
class IssuedBooks {

    @Inject
    TenantScope scope;

    /** Series, invoices, documents, ledgers, usage, periods and runs tell the same story. */
    void holdTogether(int forms, LegalEntity entity, String... tenants) {
        List<String> scopeOfTest = List.of(tenants);
        scope.inTransactionDo(scopeOfTest, connection -> {
            long issued = count(connection, "SELECT count(*) FROM invoice");
            assertThat(count(
                            connection,
                            "SELECT next_position - 1 FROM invoice_series WHERE legal_entity = '" + entity.id() + "'"))
                    .isEqualTo(issued);
            assertThat(count(connection, "SELECT count(*) FROM invoice_document"))
                    .isEqualTo(issued * forms);
            assertThat(count(connection, "SELECT count(*) FROM receivable_entry"))
                    .isEqualTo(issued);
            assertThat(count(connection, "SELECT count(*) FROM invoiced_usage")).isEqualTo(issued);
            assertThat(count(connection, "SELECT count(*) FROM billing_period WHERE state = 'issued'"))
                    .isEqualTo(issued);
            assertThat(count(connection, "SELECT count(*) FROM invoice_run_item WHERE outcome = 'issued'"))
                    .isEqualTo(issued);
            assertThat(count(connection, "SELECT coalesce(max(series_position), 0) FROM invoice"))
                    .isEqualTo(issued);
        });
    }

    /** The places in the series that the invoices of some tenants have, in order. */
    List<Long> positions(LegalEntity entity, List<String> tenants) {
        return scope.inTransaction(tenants, connection -> {
            List<Long> positions = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT series_position FROM invoice WHERE legal_entity = ? ORDER BY series_position")) {
                select.setString(1, entity.id());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        positions.add(row.getLong(1));
                    }
                }
            }
            return positions;
        });
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
