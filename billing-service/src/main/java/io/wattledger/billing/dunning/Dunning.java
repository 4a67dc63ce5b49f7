package io.wattledger.billing.dunning;

import io.wattledger.billing.dunning.DunningPolicy.Level;
import io.wattledger.billing.dunning.DunningPolicy.Text;
import io.wattledger.billing.dunning.Reminder.Claim;
import io.wattledger.billing.dunning.Reminder.Letter;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.billing.settlement.Settlement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Decides whether an invoice is reminded of, and how. */
public final class Dunning {

    /** What a letter may leave open to be filled in, in braces. */
    static final Set<String> PLACES =
            Set.of("number", "dueDate", "open", "earlierFees", "fee", "interest", "total", "seller", "buyer");

    private static final String ENGLISH = "en-GB";

    private Dunning() {}

    /**
     * The next reminder of an invoice on a day; empty where it is not overdue, disputed, at its last level or too early for
     * the next one. One level a day at most: whoever has missed some is not asked for all at once.
     *
     * @param made the reminders there are, the first level first
     * @param forms of the letter
     */
    public static Optional<Reminder> next(
            DunningPolicy policy,
            Invoice invoice,
            Receivable receivable,
            boolean isDisputed,
            List<Reminder> made,
            LocalDate today,
            LetterForms forms) {
        if (isDisputed
                || made.size() >= policy.levels().size()
                || !(receivable.on(today) instanceof Settlement.Overdue overdue)) {
            return Optional.empty();
        }
        Level level = policy.levels().get(made.size());
        boolean isTooEarly = overdue.days() < level.daysAfterDue()
                || !made.isEmpty() && !made.getLast().madeOn().isBefore(today);
        if (isTooEarly) {
            return Optional.empty();
        }
        Currency currency = invoice.heading().currency();
        BigDecimal fee = level.fees().getOrDefault(currency.getCurrencyCode(), BigDecimal.ZERO);
        String country = invoice.buyer().identity().country();
        Money interest = !level.chargesInterest()
                ? Money.zero(currency)
                : policy.interestIn(country)
                        .map(rule -> LateInterest.accrued(receivable, rule, currency, today))
                        .orElse(Money.zero(currency));
        Claim claim = new Claim(
                new Money(overdue.open(), currency),
                made.stream().map(one -> one.claim().fee()).reduce(Money.zero(currency), Money::plus),
                new Money(fee.setScale(currency.getDefaultFractionDigits()), currency),
                interest);
        return Optional.of(new Reminder(
                invoice.heading().number(),
                made.size() + 1,
                today,
                receivable.dueDate(),
                claim,
                letter(level, invoice, claim, forms)));
    }

    private static Letter letter(Level level, Invoice invoice, Claim claim, LetterForms forms) {
        String spoken = forms.languageFor(invoice.buyer().language());
        String language = level.texts().containsKey(spoken) ? spoken : ENGLISH;
        Text text = Objects.requireNonNull(level.texts().get(language));
        Map<String, String> values = Map.of(
                "number", invoice.heading().number(),
                "dueDate", forms.date(invoice.heading().dueDate(), language),
                "open", forms.amount(claim.open(), language),
                "earlierFees", forms.amount(claim.earlierFees(), language),
                "fee", forms.amount(claim.fee(), language),
                "interest", forms.amount(claim.interest(), language),
                "total", forms.amount(claim.total(), language),
                "seller", invoice.seller().name(),
                "buyer", invoice.buyer().name());
        return new Letter(language, filled(text.subject(), values), filled(text.body(), values));
    }

    /** One pass, so that what is filled in is never taken for a place. */
    private static String filled(String text, Map<String, String> values) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            String value = close < 0 ? null : values.get(text.substring(open + 1, close));
            filled.append(text, from, open).append(value == null ? "{" : value);
            from = value == null ? open + 1 : close + 1;
        }
        return filled.append(text.substring(from)).toString();
    }
}
