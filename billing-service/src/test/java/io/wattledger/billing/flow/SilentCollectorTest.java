package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A collector that fell silent before a month began: none of the month's usage is known, and it is not nothing. */
@QuarkusTest
@WithSuite
class SilentCollectorTest {

    private static final String OF_ALL_TENANTS = "-";

    @Inject
    Books books;

    @Inject
    RecordWatermarks recordWatermarks;

    @Inject
    TenantScope scope;

    private LegalEntity entity;
    private String tenant;
    private String site;

    @BeforeEach
    void begin() {
        entity = books.legalEntity();
        tenant = books.tenantOf(entity);
        site = Books.unused("site");
    }

    @Test
    void holdsAMonthOfWhichATenantsOwnCollectorHasReportedNothing() {
        books.rated(day(tenant, "2026-10-05", "glomfjord"));
        watermark(tenant, 1, "2026-09-20T00:00:00Z");

        ItemState held = books.run(tenant).getFirst();

        assertThat(held.outcome()).isEqualTo("held");
        assertThat(held.reasons())
                .containsExactly(new HoldReason(
                        HoldReason.USAGE_INCOMPLETE,
                        "site " + site
                                + ": usage of collector slurm is reported and rated until 2026-09-20T00:00:00Z only, and"
                                + " the period ends at 2026-10-31T23:00:00Z; let it report on, or retire it if it is gone;"
                                + " if it has reported more, pricing is behind"));

        watermark(tenant, 2, null);
        assertThat(outcome(tenant)).isEqualTo("issued");
    }

    @Test
    void holdsAMonthWhoseWatermarkCameBeforePricingPassedThemOn() {
        watermark(tenant, 7, "2026-11-05T00:00:00Z");
        // As it was stored by the version before.
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (Statement update = connection.createStatement()) {
                update.execute("UPDATE usage_watermark SET rated = false WHERE tenant_id = '" + tenant + "'");
            }
        });
        ItemState held = books.run(tenant).getFirst();
        assertThat(held.outcome()).isEqualTo("held");
        assertThat(held.reasons().getFirst().detail()).contains("pricing has not passed it on since the update");

        watermark(tenant, 7, "2026-11-05T00:00:00Z");
        assertThat(outcome(tenant)).isEqualTo("nothing-to-invoice");
    }

    @Test
    void issuesNothingToInvoiceOnlyOnceTheCollectorHasSaidSo() {
        watermark(tenant, 1, "2026-09-20T00:00:00Z");
        assertThat(outcome(tenant)).isEqualTo("held");

        watermark(tenant, 2, "2026-10-31T23:00:00Z");
        assertThat(outcome(tenant)).isEqualTo("nothing-to-invoice");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-19, 2026-09-20T00:00:00Z, held",
        "2026-08-21, 2026-09-20T00:00:00Z, held",
        "2026-08-01, 2026-09-20T00:00:00Z, issued",
        "2026-06-19, 2026-06-20T00:00:00Z, held",
        "2026-09-19, 2026-10-31T23:00:00Z, issued",
        "2026-09-19, 2026-10-20T00:00:00Z, held"
    })
    void waitsForACollectorOfAllTenantsWhereTheContractWasUsedBeforeItFellSilent(
            String usedOn, String completeUntil, String outcome) {
        String other = books.tenantOf(entity);
        books.rated(
                day(tenant, usedOn, site),
                day(tenant, "2026-10-05", "glomfjord"),
                day(other, "2026-10-05", "glomfjord"));
        watermark(OF_ALL_TENANTS, 1, completeUntil);

        assertThat(outcome(tenant)).isEqualTo(outcome);
        assertThat(outcome(other)).isEqualTo("issued");
    }

    private String outcome(String whose) {
        return String.valueOf(books.run(whose).getFirst().outcome());
    }

    private static RatedDay day(String whose, String date, String where) {
        return RatedDay.of(whose, "c-2026", date)
                .at("default", where, "h100-sxm")
                .gpuHours("1", "10");
    }

    private void watermark(String whose, long revision, @Nullable String until) {
        Instant complete = until == null ? null : Instant.parse(until);
        List<UsageWatermark.Collector> collectors =
                complete == null ? List.of() : List.of(new UsageWatermark.Collector("slurm", complete));
        UsageWatermark watermark = new UsageWatermark(whose, site, complete, revision, collectors.size(), collectors);
        scope.inTransactionDo(List.of(whose), connection -> recordWatermarks.record(connection, List.of(watermark)));
    }
}
