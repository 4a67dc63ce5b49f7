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
 * @param returned what of it credit notes have given back for the correction that the invoice belongs to: that is drawn again
 *     whatever the day, as billing the month anew would have; absent where nothing was
 */
public record AvailableCredit(
        String id,
        CreditKind kind,
        String words,
        Money balance,
        LocalDate validFrom,
        @Nullable LocalDate expiresOn,
        @Nullable Money returned) {

    /** A credit to which nothing has just been given back. */
    public AvailableCredit(
            String id,
            CreditKind kind,
            String words,
            Money balance,
            LocalDate validFrom,
            @Nullable LocalDate expiresOn) {
        this(id, kind, words, balance, validFrom, expiresOn, null);
    }

    /** The order of drawing: what expires first, then what was there first. */
    static final Comparator<AvailableCredit> ORDER = Comparator.comparing(
                    AvailableCredit::expiresOn, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(AvailableCredit::validFrom)
            .thenComparing(AvailableCredit::id);

    /** The same once a document has given back to it. */
    AvailableCredit with(Money more) {
        Money all = returned == null ? more : returned.plus(more);
        return new AvailableCredit(id, kind, words, balance.plus(more), validFrom, expiresOn, all);
    }

    /** The same with more left, which may be drawn like all the rest. */
    AvailableCredit holding(Money more) {
        return new AvailableCredit(id, kind, words, balance.plus(more), validFrom, expiresOn, returned);
    }

    /** What an invoice of that date may draw from it. */
    Money usableOn(LocalDate issueDate) {
        boolean holds = !issueDate.isBefore(validFrom) && (expiresOn == null || !issueDate.isAfter(expiresOn));
        if (holds) {
            return balance;
        }
        return returned == null ? Money.zero(balance.currency()) : returned;
    }
}
