package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Missing is not zero: what pricing could not rate holds its month, whether all of the month is so or a day of it. */
@QuarkusTest
@WithSuite
class UnratedMonthTest {

    @Inject
    Books books;

    @Inject
    ReadInvoices readInvoices;

    @Inject
    ReadCharges readCharges;

    @Inject
    CloseBillingMonth closeBillingMonth;

    @Test
    void holdsAMonthOfWhichADayIsNotRated() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(day(tenant, 1).gpuHours("1", "10"), day(tenant, 2).unrated("tariff nordic"));
        ItemState held = books.run(tenant).getFirst();
        assertThat(held.outcome()).isEqualTo("held");
        assertThat(held.reasons()).extracting(HoldReason::code).containsExactly("usage-unrated");

        books.rated(day(tenant, 2).gpuHours("1", "10").revision(2));
        assertThat(books.run(tenant)).extracting(ItemState::outcome).containsExactly("issued");
    }

    /** Pricing states the days of tiers without charges, and what they come to in the record of the month. */
    @Test
    void issuesAMonthThatIsChargedByTheMonthAlone() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(day(tenant, 1).withoutCharges(3_600_000), day(tenant, 2).withoutCharges(7_200_000));
        ItemState held = books.run(tenant).getFirst();
        assertThat(held.reasons()).extracting(HoldReason::code).containsExactly("charge-missing");

        books.rated(day(tenant, 1).ofMonth().ofTier("tier-1", "3", "10", "glomfjord", "h100-sxm"));
        ItemState issued = books.run(tenant).getFirst();

        assertThat(issued.outcome()).isEqualTo("issued");
        assertThat(readInvoices.list(tenant, new InvoiceBook.Query(List.of(), Books.OCTOBER, null, 10)))
                .extracting(invoice -> invoice.amounts().net().toPlainString())
                .containsExactly("30.00");
        assertThat(readCharges.open()).noneMatch(month -> month.key().tenant().equals(tenant));
    }

    @Test
    void neitherCallsAMonthEmptyNorClosesItOfWhichNothingIsRated() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(day(tenant, 1).unrated("tariff nordic"));
        assertThat(closes(entity)).isInstanceOf(CloseBillingMonth.Result.Waiting.class);
        assertThat(books.run(tenant)).extracting(ItemState::outcome).containsExactly("held");
        assertThat(closes(entity)).isInstanceOf(CloseBillingMonth.Result.Waiting.class);

        books.rated(day(tenant, 1).withoutCharges(0).revision(2));
        assertThat(books.run(tenant)).extracting(ItemState::outcome).containsExactly("nothing-to-invoice");
        assertThat(closes(entity)).isInstanceOf(CloseBillingMonth.Result.Closed.class);
    }

    private CloseBillingMonth.Result closes(LegalEntity entity) {
        return closeBillingMonth.close(entity.id(), YearMonth.of(2026, 10), "test");
    }

    private static RatedDay day(String tenant, int day) {
        return RatedDay.of(tenant, "c-2026", "2026-10-0" + day);
    }
}
