package io.wattledger.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database itself refuses, whoever asks. */
@QuarkusTest
@WithSuite
class IssuedForEverTest {

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE invoice SET payable = 0",
                "DELETE FROM invoice",
                "UPDATE invoice_document SET content = ''",
                "DELETE FROM invoice_document",
                "DELETE FROM invoiced_usage",
                "UPDATE account SET definition = ''",
                "DELETE FROM account",
                "DELETE FROM invoice_series",
                "UPDATE booked_rate SET rate = 1",
                "DELETE FROM booked_rate",
                "DELETE FROM billing_month",
                "DELETE FROM billing_period"
            })
    void givesTheServiceNoRightToChangeWhatWasIssued(String sql) {
        String tenant = issued();

        assertThatThrownBy(() -> scope.inTransactionDo(List.of(tenant), connection -> execute(connection, sql)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("permission denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE invoice SET payable = 0",
                "DELETE FROM invoice",
                "TRUNCATE invoice CASCADE",
                "UPDATE invoice_document SET content = ''",
                "DELETE FROM invoice_document",
                "TRUNCATE invoice_document",
                "UPDATE invoiced_usage SET revision = 9",
                "UPDATE booked_rate SET rate = 1",
                "DELETE FROM booked_rate",
                "DELETE FROM invoiced_usage",
                "UPDATE billing_period SET state = 'open', number = NULL",
                "DELETE FROM billing_month",
                "DELETE FROM billing_period"
            })
    void refusesTheOwnerOfTheTablesToo(String sql) throws SQLException {
        String tenant = issued();

        try (Connection connection = OwnerDatabase.source().getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "SELECT set_config('app.tenants', '" + tenant + "', true)");
            assertThatThrownBy(() -> execute(connection, sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("nothing issued ever changes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"next_position", "next_position + 2", "1"})
    void letsASeriesGoOnByOneOnly(String position) {
        String tenant = issued();

        assertThatThrownBy(() -> scope.inTransactionDo(
                        List.of(tenant),
                        connection -> execute(
                                connection,
                                "UPDATE invoice_series SET next_position = " + position + " WHERE next_position > 1")))
                .hasMessageContaining("goes on by one");
    }

    @Test
    void refusesUsageThatIsBilledByAnInvoiceThatDoesNotExist() {
        String tenant = issued();

        assertThatThrownBy(() -> scope.inTransactionDo(
                        List.of(tenant),
                        connection -> execute(
                                connection,
                                "INSERT INTO invoiced_usage SELECT tenant_id, 'T-none', project, site, sku, period_start, "
                                        + "revision, milli_gpu_seconds, amount, content_hash, message, change_number "
                                        + "FROM invoiced_usage")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("an invoice that does not exist");
    }

    /** Debits are credits in the ledger of an invoice, whoever writes to it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'PAID', 'BANK', 'BANK'",
                "'PAID', 'RECEIVABLE', 'BANK'",
                "'CREDITED', 'LOSS', 'RECEIVABLE'",
                "'WRITTEN_OFF', 'LOSS', 'NOWHERE'",
                "'REFUNDED', 'RECEIVABLE', 'RECEIVABLE'",
                "'RETURNED', 'BANK', 'RECEIVABLE'"
            })
    void refusesAnEntryThatDoesNotMoveItsAmountBetweenTheAccountsOfItsKind(String sides) {
        String tenant = issued();

        assertThatThrownBy(() -> scope.inTransactionDo(
                        List.of(tenant),
                        connection -> execute(
                                connection,
                                "INSERT INTO receivable_entry (tenant_id, number, entry, amount, booked_on, reference, "
                                        + "recorded_by, recorded_at, kind, debit, credit) SELECT tenant_id, number, 2, 1, "
                                        + "'2026-11-20', 'r', 'test', now(), " + sides + " FROM invoice")))
                .hasMessageContaining("receivable_entry_has_two_sides");
    }

    @Test
    void forcesRowLevelSecurityOnEveryTableWithATenant() {
        List<String> unguarded = scope.asOperator(connection -> names(connection, """
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
                  AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                           AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
                """));
        List<String> keyedOtherwise = scope.asOperator(connection -> names(connection, """
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
                WHERE n.nspname = 'public' AND c.relkind = 'r' AND i.indkey[0] <> a.attnum
                """));

        assertThat(unguarded).isEmpty();
        assertThat(keyedOtherwise).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account",
                "rated_usage",
                "invoice_run_item",
                "billing_period",
                "billing_month",
                "invoice",
                "invoice_document",
                "invoiced_usage",
                "invoice_evidence",
                "(SELECT tenant_id FROM usage_change UNION ALL SELECT tenant_id FROM usage_total) AS sums"
            })
    void showsATenantItsOwnRowsOnly(String table) {
        String tenant = issued();
        issued();

        List<String> visible =
                scope.inTransaction(tenant, connection -> names(connection, "SELECT DISTINCT tenant_id FROM " + table));
        List<String> nobody = scope.inTransaction(
                List.of(), connection -> names(connection, "SELECT DISTINCT tenant_id FROM " + table));

        assertThat(visible).containsExactly(tenant);
        assertThat(nobody).isEmpty();
    }

    @Test
    void refusesToWriteARowOfAnotherTenant() {
        String tenant = issued();

        assertThatThrownBy(() -> scope.inTransactionDo(
                        List.of("somebody-else"),
                        connection -> execute(
                                connection,
                                "INSERT INTO billing_period (tenant_id, contract_id, month, state) VALUES ('" + tenant
                                        + "', 'c', '2026-01', 'open')")))
                .hasMessageContaining("row-level security");
    }

    private String issued() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        assertThat(books.run(tenant).getFirst().outcome()).isEqualTo("issued");
        return tenant;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> names(Connection connection, String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }
}
