package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of one tenant cannot be read: all others have their turn, and somebody is told. */
@QuarkusTest
@WithSuite
class PoisonTest {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

    @Inject
    Books books;

    @Inject
    DispatchDocuments dispatch;

    @Inject
    RemindTenants remindTenants;

    @Inject
    WebhookBook webhooks;

    @Inject
    InvoiceBook invoices;

    @Inject
    ReceivableBook receivables;

    @Inject
    TenantScope scope;

    @Test
    void aMonthThatCannotBeComputedIsParkedAndAllOthersAreIssued() throws SQLException {
        List<String> tenants = books.tenantsOf(books.legalEntity(), 5);
        for (String tenant : tenants) {
            books.rated(RatedDay.of(tenant, "c-2026", "2026-10-05").gpuHours("1", "10"));
        }
        String broken = tenants.get(2);
        String kept = text(broken, "SELECT encode(message, 'hex') FROM rated_usage");
        OwnerDatabase.tamper(broken, "rated_usage", "UPDATE rated_usage SET message = 'half a'");
        String[] all = tenants.toArray(String[]::new);

        String preview = books.start(OCTOBER, RunBook.Mode.PREVIEW, all);
        books.work();
        assertThat(books.items(preview))
                .extracting(item -> String.valueOf(item.preview()))
                .allMatch(made -> !made.equals("null"));
        List<ItemState> items = books.run(all);
        assertThat(items)
                .extracting(ItemState::outcome)
                .containsExactly("issued", "issued", "parked", "issued", "issued");
        assertThat(items.get(2).reasons()).extracting(HoldReason::code).containsExactly("month-failed");

        OwnerDatabase.tamper(broken, "rated_usage", "UPDATE rated_usage SET message = decode('" + kept + "', 'hex')");
        assertThat(books.run(broken)).extracting(ItemState::outcome).containsExactly("issued");
    }

    @Test
    void aMonthDuringWhichTheDatabaseEndsConnectionsIsTriedAgainAndNotParked() throws SQLException {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-05").gpuHours("1", "10"));
        String run = books.start(tenant);
        failsToInsert(tenant, "terminating connection", "57P01");
        try {
            assertThatThrownBy(books::work).hasMessageContaining("terminating connection");
        } finally {
            insertsAgain();
        }
        assertThat(books.items(run)).extracting(ItemState::outcome).containsOnlyNulls();

        books.work();
        assertThat(books.items(run)).extracting(ItemState::outcome).containsExactly("issued");
    }

    @Test
    void aMonthThatEndsItsConnectionEachTimeIsParkedAndThoseBehindItAreIssued() throws SQLException {
        List<String> tenants = books.tenantsOf(books.legalEntity(), 3);
        for (String tenant : tenants) {
            books.rated(RatedDay.of(tenant, "c-2026", "2026-10-05").gpuHours("1", "10"));
        }
        String run = books.start(tenants.toArray(String[]::new));
        failsToInsert(tenants.getFirst(), "idle for too long", "25P03");
        int failed = 0;
        try {
            while (books.items(run).getLast().outcome() == null) {
                failed += failsToWork() ? 1 : 0;
                assertThat(failed).as("rounds that failed").isLessThan(50);
            }
        } finally {
            insertsAgain();
        }

        List<ItemState> items = books.items(run);
        assertThat(items).extracting(ItemState::outcome).containsExactly("parked", "issued", "issued");
        assertThat(items.getFirst().reasons()).extracting(HoldReason::code).containsExactly("month-failed");
        assertThat(failed).isGreaterThanOrEqualTo(IssueInvoices.MOST_TRIES - 1);
    }

    private static void failsToInsert(String tenant, String words, String sqlState) throws SQLException {
        asOwner("""
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION '%s' USING ERRCODE = '%s'; END $$;
                CREATE TRIGGER fails BEFORE INSERT ON invoice FOR EACH ROW WHEN (NEW.tenant_id = '%s')
                EXECUTE FUNCTION fail()
                """.formatted(words, sqlState, tenant));
    }

    private static void insertsAgain() throws SQLException {
        asOwner("DROP TRIGGER fails ON invoice; DROP FUNCTION fail()");
    }

    private boolean failsToWork() {
        try {
            books.work();
            return false;
        } catch (RuntimeException e) {
            assertThat(e).hasStackTraceContaining("idle for too long");
            return true;
        }
    }

    @Test
    void aMonthForWhichTheDatabaseHasNoRoomIsNotParkedHoweverOftenItIsTried() throws SQLException {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-05").gpuHours("1", "10"));
        String run = books.start(tenant);
        failsToInsert(tenant, "no space left on device", "53100");
        try {
            for (int tries = 0; tries < 2 * IssueInvoices.MOST_TRIES; tries++) {
                assertThatThrownBy(books::work).hasStackTraceContaining("no space left on device");
            }
        } finally {
            insertsAgain();
        }
        assertThat(books.items(run)).extracting(ItemState::outcome).containsOnlyNulls();

        books.work();
        assertThat(books.items(run)).extracting(ItemState::outcome).containsExactly("issued");
    }

    private static void asOwner(String statements) throws SQLException {
        try (Connection connection = OwnerDatabase.source().getConnection();
                Statement execute = connection.createStatement()) {
            execute.execute(statements);
        }
    }

    @Test
    void anInvoiceThatCannotBeReadHoldsUpNoReminderNoDeliveryAndNoNewsOfOthers() throws SQLException {
        LegalEntity entity = books.legalEntity();
        policy(entity);
        List<String> tenants = books.tenantsOf(entity, 2);
        String broken = books.issued(tenants.getFirst());
        String sound = books.issued(tenants.getLast());
        String kept = text(tenants.getFirst(), "SELECT encode(model, 'hex') FROM invoice");
        OwnerDatabase.tamper(tenants.getFirst(), "invoice", "UPDATE invoice SET model = '{}'");
        try {
            while (dispatch.step()) {
                // One after the other, as the loop of a running service does.
            }
            assertThat(deliveries(tenants.getFirst())).isEqualTo("pending 1 it could not be sent");
            assertThat(deliveries(tenants.getLast())).startsWith("sent 1");

            announcing("2027-01-01T00:00:00Z").overdue();
            assertThat(told(tenants.getFirst())).isZero();
            assertThat(told(tenants.getLast())).isEqualTo(1);

            RemindTenants.Run run = remindTenants.run(tenants, LocalDate.of(2026, 12, 20), false, "test");
            assertThat(run.made()).extracting(made -> made.reminder().number()).containsExactly(sound);
            assertThat(run.failed()).extracting(RemindTenants.Failed::number).containsExactly(broken);
        } finally {
            OwnerDatabase.tamper(
                    tenants.getFirst(), "invoice", "UPDATE invoice SET model = decode('" + kept + "', 'hex')");
        }
    }

    private AnnounceEvents announcing(String now) {
        Clock clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
        return new AnnounceEvents(scope, webhooks, invoices, receivables, clock);
    }

    private String deliveries(String tenant) {
        return text(
                tenant,
                "SELECT state || ' ' || tries || coalesce(' ' || split_part(detail, ':', 1), '') FROM document_delivery");
    }

    private long told(String tenant) {
        return Long.parseLong(text(tenant, "SELECT count(*) FROM webhook_event WHERE type = 'invoice.overdue'"));
    }

    private String text(String tenant, String sql) {
        return scope.inTransaction(tenant, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql);
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        });
    }

    private static void policy(LegalEntity entity) {
        RestAssured.given()
                .auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body("""
                        {"levels": [{"daysAfterDue": 14, "fees": {}, "chargesInterest": false, "texts": {
                          "en-GB": {"subject": "Reminder of {number}", "body": "Please pay {total}."},
                          "nb-NO": {"subject": "Påminnelse om {number}", "body": "Vennligst betal {total}."}}}], "interest": []}
                        """)
                .put("/api/v1/legal-entities/" + entity.id() + "/dunning-policy")
                .then()
                .statusCode(200);
    }
}
