package io.wattledger.billing.invoice;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The issued invoice that a credit note takes back, in whole or in part (BG-3).
 *
 * @param number BT-25, its number
 * @param issueDate BT-26, when it was issued
 * @param ground why it is taken back; absent in what was issued before credit notes said so
 */
public record CreditedInvoice(
        String number, LocalDate issueDate, @Nullable CreditGround ground) {

    /** An invoice that is taken back without a word why. */
    public CreditedInvoice(String number, LocalDate issueDate) {
        this(number, issueDate, null);
    }
}
