package io.wattledger.billing.credit;

import io.wattledger.billing.invoice.Money;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the ledger of one credit; once written it stays.
 *
 * @param kind what happened
 * @param amount above zero, in the currency of the credit
 * @param bookedOn the day on which it counts
 * @param number of the invoice that drew, or of the credit note that gave back; absent on other entries
 * @param reference what proves it: the order or payment of a purchase, the reason of a voiding, the number of a document
 */
public record CreditEntry(
        CreditEntryKind kind,
        Money amount,
        LocalDate bookedOn,
        @Nullable String number,
        String reference) {

    /** What the entry adds to what is left; below zero where it takes from it. */
    Money effect() {
        return kind.adds() ? amount : amount.negated();
    }
}
