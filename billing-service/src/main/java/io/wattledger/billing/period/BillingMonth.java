package io.wattledger.billing.period;

import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.invoice.BillingPeriod;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/** The part of a calendar month that a contract bills. */
public final class BillingMonth {

    private BillingMonth() {}

    /** The local days of {@code month} that the contract covers; empty where it covers none. */
    public static Optional<BillingPeriod> of(Contract contract, YearMonth month) {
        LocalDate first = later(month.atDay(1), contract.term().validFrom());
        LocalDate dayAfter = month.plusMonths(1).atDay(1);
        LocalDate validTo = contract.term().validTo();
        if (validTo != null && validTo.isBefore(dayAfter)) {
            dayAfter = validTo;
        }
        return dayAfter.isAfter(first)
                ? Optional.of(
                        new BillingPeriod(first, dayAfter, contract.billing().timeZone()))
                : Optional.empty();
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }
}
