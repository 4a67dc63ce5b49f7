package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static io.wattledger.chassis.testing.OwnerDatabase.tamper;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.BalanceBook;
import io.wattledger.chassis.testing.TestRecount;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row that vanishes and a sum that drifts are named, where the balance alone is as before. */
@QuarkusTest
@WithSuite
class RecountTest {

    @Inject
    Books books;

    @Inject
    BalanceBook book;

    private String tenant;
    private String other;

    /** Two days invoiced, one of them rated again since, and another day open; of the other tenant a day is open. */
    @BeforeEach
    void workOfTwoTenants() {
        LegalEntity entity = books.legalEntity();
        tenant = books.tenantOf(entity);
        other = books.tenantOf(entity);
        books.rated(
                RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("2", "10"),
                RatedDay.of(tenant, "c-2026", "2026-10-02").gpuHours("3", "10"));
        books.run(tenant);
        books.rated(
                RatedDay.of(tenant, "c-2026", "2026-10-02").revision(2).gpuHours("4", "10"),
                RatedDay.of(tenant, "c-2026", "2026-11-01").gpuHours("1", "10.50"),
                RatedDay.of(other, "c-2026", "2026-10-01").gpuHours("1", "10"));
    }

    @Test
    void findsNothingAfterRealWork() {
        for (int round = 0; round < 2; round++) {
            assertThat(TestRecount.figures(tenant, other))
                    .containsExactly(
                            "invoiced milliGpuSeconds 18000000",
                            "open NOK 30.5",
                            "open milliGpuSeconds 10800000",
                            "received milliGpuSeconds 28800000");
            assertThat(TestRecount.figures(other)).contains("received milliGpuSeconds 3600000", "open NOK 10");
            assertThat(TestRecount.differing(tenant, other)).isEmpty();
            rollUp();
        }
        // The other tests of this class leave behind what they broke.
        assertThat(TestRecount.differing())
                .noneMatch(line -> line.startsWith(tenant + " ") || line.startsWith(other + " "));
    }

    @Test
    void namesTheDayOfRatedUsageThatVanished() throws SQLException {
        String before = balance();

        tamper(tenant, "rated_usage", "DELETE FROM rated_usage WHERE tenant_id = '" + tenant + "' AND amount = 10.50");

        assertThat(balance()).isEqualTo(before);
        String[] found = {
            tenant + " open NOK c-2026 2026-10-31T23:00:00Z 10.5",
            tenant + " open milliGpuSeconds c-2026 2026-10-31T23:00:00Z 3600000",
            tenant + " received milliGpuSeconds 3600000"
        };
        assertThat(TestRecount.differing(tenant, other)).containsExactly(found);
        assertThat(TestRecount.differing())
                .filteredOn(line -> line.startsWith(tenant + " "))
                .containsExactly(found);
        assertThat(TestRecount.differing(other)).isEmpty();
    }

    @Test
    void namesTheDayOfInvoicedUsageThatVanished() throws SQLException {
        String before = balance();

        tamper(
                tenant,
                "invoiced_usage",
                "DELETE FROM invoiced_usage WHERE tenant_id = '" + tenant + "' AND amount = 20");

        assertThat(balance()).isEqualTo(before);
        assertThat(TestRecount.differing(tenant, other))
                .containsExactly(
                        tenant + " invoiced milliGpuSeconds 7200000",
                        tenant + " open NOK c-2026 2026-09-30T22:00:00Z -20",
                        tenant + " open milliGpuSeconds c-2026 2026-09-30T22:00:00Z -7200000");
    }

    /** What is too much open on one day is too little on another, so that no sum of the tenant shows it. */
    @Test
    void namesTheOpenSumsThatDrifted() throws SQLException {
        rollUp();
        String before = balance();

        String update = "UPDATE open_usage SET milli_gpu_seconds = milli_gpu_seconds %s WHERE tenant_id = '" + tenant
                + "' AND period_start %s '2026-10-15'";
        tamper(tenant, "open_usage", update.formatted("- 1", "<"));
        tamper(tenant, "open_usage", update.formatted("+ 1", ">"));

        assertThat(balance()).isEqualTo(before);
        assertThat(TestRecount.figures(tenant)).noneMatch(line -> line.contains("differs"));
        assertThat(TestRecount.differing(tenant, other))
                .containsExactly(
                        tenant + " open milliGpuSeconds c-2026 2026-10-01T22:00:00Z -1",
                        tenant + " open milliGpuSeconds c-2026 2026-10-31T23:00:00Z 1");
    }

    private void rollUp() {
        while (book.rollUp()) {
            // Until all is rolled up.
        }
    }

    private String balance() {
        return given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/balance?tenants=" + tenant)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
