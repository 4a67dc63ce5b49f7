package io.wattledger.billing.contract;

import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An amount that a tenant has promised to spend at least. Its contracts may bill in other currencies.
 *
 * @param id unique within the account
 * @param words as agreed; invoices print them
 * @param committed how much, in each interval
 * @param every the interval
 * @param months all months, a whole number of intervals
 * @param counts which charges count
 * @param contracts ids of the contracts whose charges count
 * @param overagePercent what charges beyond the committed amount cost, in per cent of their price; absent for 100
 */
public record Commitment(
        String id,
        String words,
        Money committed,
        CommitmentInterval every,
        MonthSpan months,
        ChargeSelection counts,
        List<String> contracts,
        @Nullable BigDecimal overagePercent) {

    /** Copies the list. */
    public Commitment {
        contracts = List.copyOf(contracts);
    }

    /** The interval that a month of a contract counts in; empty where it counts in none. */
    public Optional<MonthSpan> interval(String contract, YearMonth month) {
        return contracts.contains(contract)
                ? intervals().stream().filter(span -> span.covers(month)).findFirst()
                : Optional.empty();
    }

    /** All intervals in order. */
    public List<MonthSpan> intervals() {
        int length = every.months(length());
        List<MonthSpan> spans = new ArrayList<>();
        for (YearMonth first = months.first(); first.isBefore(months.until()); first = first.plusMonths(length)) {
            spans.add(new MonthSpan(first, first.plusMonths(length)));
        }
        return spans;
    }

    /** Whether its months are a whole number of intervals, at least one. */
    boolean isWholeIntervals() {
        return length() > 0 && length() % every.months(length()) == 0;
    }

    private int length() {
        return Math.toIntExact(ChronoUnit.MONTHS.between(months.first(), months.until()));
    }
}
