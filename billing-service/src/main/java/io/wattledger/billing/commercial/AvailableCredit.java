package io.wattledger.billing.commercial;

import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.Money;
import java.time.LocalDate;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A credit with something left.
 *
 * @param id of the credit
 * @param kind paid for or promotional
 * @param words what it is
 * @param balance what is left, above zero
 * @param validFrom the first issue date of invoices that may draw from it
 * @param expiresOn the last one; absent where it does not expire
 */
public record AvailableCredit(
        String id,
        CreditKind kind,
        String words,
        Money balance,
        LocalDate validFrom,
        @Nullable LocalDate expiresOn) {

    /** The order of drawing: what expires first, then what was there first. */
    static final Comparator<AvailableCredit> ORDER = Comparator.comparing(
                    AvailableCredit::expiresOn, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(AvailableCredit::validFrom)
            .thenComparing(AvailableCredit::id);

    /** The same once something was drawn; below zero for what goes back. */
    AvailableCredit less(Money drawn) {
        return new AvailableCredit(id, kind, words, balance.minus(drawn), validFrom, expiresOn);
    }

    /** Whether an invoice of that date may draw from it. */
    boolean holdsOn(LocalDate issueDate) {
        return !issueDate.isBefore(validFrom) && (expiresOn == null || !issueDate.isAfter(expiresOn));
    }
}
