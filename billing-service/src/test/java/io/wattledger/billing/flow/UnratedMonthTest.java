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
import org.junit.jupiter.api.Test;

/** Missing is not zero: what pricing could not rate holds its month, whether all of the month is so or a day of it. */
@QuarkusTest
@WithSuite
class UnratedMonthTest {

    @Inject
    Books books;

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
