package io.wattledger.billing.dunning;

import io.wattledger.billing.dunning.DunningPolicy.DatedRate;
import io.wattledger.billing.dunning.DunningPolicy.InterestRule;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.billing.settlement.ReceivableEntry;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.TreeSet;

/** Computes interest on what was open, day by day since the due date; rounded once, at the end. */
final class LateInterest {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private LateInterest() {}

    /**
     * The interest for the days after the due date up to and with {@code today}. A day counts with what is open at its end
     * and the rate that holds on it.
     */
    static Money accrued(Receivable receivable, InterestRule rule, Currency currency, LocalDate today) {
        LocalDate first = receivable.dueDate().plusDays(1);
        LocalDate end = today.plusDays(1);
        TreeSet<LocalDate> cuts = new TreeSet<>();
        cuts.add(first);
        receivable.entries().forEach(entry -> cuts.add(entry.bookedOn()));
        rule.rates().forEach(rate -> cuts.add(rate.from()));
        BigDecimal amountPercentDays = BigDecimal.ZERO;
        for (LocalDate from : cuts.tailSet(first)) {
            if (!from.isBefore(end)) {
                break;
            }
            LocalDate next = cuts.higher(from);
            LocalDate until = next == null || next.isAfter(end) ? end : next;
            BigDecimal open = open(receivable, from).max(BigDecimal.ZERO);
            BigDecimal days = BigDecimal.valueOf(ChronoUnit.DAYS.between(from, until));
            amountPercentDays =
                    amountPercentDays.add(open.multiply(percent(rule, from)).multiply(days));
        }
        BigDecimal perYear = HUNDRED.multiply(BigDecimal.valueOf(rule.daysOfYear()));
        return Money.rounded(amountPercentDays.divide(perYear, MathContext.DECIMAL128), currency);
    }

    /** What is owed at the end of a day, by the entries that count by then. */
    private static BigDecimal open(Receivable receivable, LocalDate day) {
        BigDecimal open = BigDecimal.ZERO;
        for (ReceivableEntry entry : receivable.entries()) {
            boolean counts =
                    entry.kind() == EntryKind.ISSUED || !entry.bookedOn().isAfter(day);
            open = counts ? open.add(entry.effect()) : open;
        }
        return open;
    }

    private static BigDecimal percent(InterestRule rule, LocalDate day) {
        BigDecimal percent = BigDecimal.ZERO;
        for (DatedRate rate : rule.rates()) {
            percent = rate.from().isAfter(day) ? percent : rate.percent();
        }
        return percent;
    }
}
