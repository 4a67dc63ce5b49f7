package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static io.wattledger.chassis.testing.OwnerDatabase.tamper;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.TestRecount;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.pricing.flow.BalanceBook;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A row that vanishes and a sum that drifts are named, where the balance alone is as before. */
@QuarkusTest
@WithSuite
class RecountTest {

    private static final String A44 = "SYNTH_A44_NO4_2026-10-25_PT15M_A03_100slots.xml";

    @Inject
    BalanceBook book;

    @Test
    void namesTheTenantAndTheFigureThatDiffer() throws SQLException {
        String tenant = "tenant-recount";
        String other = "tenant-recount-other";
        PathTest.apply(TestCatalog.norway("recount"));
        PathTest.account(tenant, 1, "tariff-recount", "2025-12-31T23:00:00Z", null);
        PathTest.account(other, 1, "tariff-recount", "2025-12-31T23:00:00Z", null);
        PathTest.document("recount", A44);
        PathTest.rates("recount");
        PathTest.slots(tenant, "recount", 1, 7200);
        PathTest.slots(other, "recount", 1, 3600);
        PathTest.await(tenant, one -> one.milliGpuSeconds() == 720_000_000L);
        PathTest.await(other, one -> one.milliGpuSeconds() == 360_000_000L);
        PathTest.awaitSettled();
        for (int round = 0; round < 2; round++) {
            assertThat(TestRecount.figures(tenant, other))
                    .containsExactly("rated milliGpuSeconds 1080000000", "received milliGpuSeconds 1080000000");
            assertThat(TestRecount.figures(other)).contains("rated milliGpuSeconds 360000000");
            while (book.rollUp()) {
                // Until all is rolled up.
            }
        }
        assertThat(TestRecount.differing()).isEmpty();
        String before = balance(tenant);

        tamper(
                tenant,
                "metered_slot",
                "DELETE FROM metered_slot WHERE (tenant_id, slot_start) = ('" + tenant + "', '2026-10-24T22:00:00Z')");
        assertThat(balance(tenant)).isEqualTo(before);
        assertThat(TestRecount.differing()).containsExactly(tenant + " received milliGpuSeconds 7200000");

        tamper(
                tenant,
                "rated_day",
                "UPDATE rated_day SET milli_gpu_seconds = milli_gpu_seconds + 5 WHERE tenant_id = '" + tenant + "'");
        assertThat(balance(tenant)).isEqualTo(before);
        tamper(other, "balance_total", "UPDATE balance_total SET rated = rated + 1 WHERE tenant_id = '" + other + "'");
        assertThat(TestRecount.differing(tenant))
                .containsExactly(tenant + " rated milliGpuSeconds -5", tenant + " received milliGpuSeconds 7200000");
        assertThat(TestRecount.differing(other)).containsExactly(other + " rated milliGpuSeconds 1");
    }

    private static String balance(String tenant) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/balance?tenants=" + tenant)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
