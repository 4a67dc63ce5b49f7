package io.wattledger.billing.payment;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Money that came or went.
 *
 * @param id the same for the same transaction in whatever file it comes, so that it is taken in once
 * @param booking what was booked
 * @param bankReference the bank's own name of it; absent where it gives none
 * @param endToEnd the payer's name of it, which stays the same on a return; absent where there is none
 * @param payer who paid, or was paid
 * @param remittance what it is for
 */
public record BankTransaction(
        String id,
        Booking booking,
        @Nullable String bankReference,
        @Nullable String endToEnd,
        Payer payer,
        Remittance remittance) {

    /**
     * What was booked.
     *
     * @param amount what it adds to the account; below zero where it takes
     * @param currency of the account
     * @param bookedOn day of the booking
     * @param isReversal whether it takes back an earlier one
     * @param isItemised false for many payments booked as one that the bank does not tell apart
     */
    public record Booking(
            BigDecimal amount, Currency currency, LocalDate bookedOn, boolean isReversal, boolean isItemised) {}

    /**
     * The other side.
     *
     * @param name as the bank writes it
     * @param iban its account
     */
    public record Payer(@Nullable String name, @Nullable String iban) {}

    /**
     * What a payment is for.
     *
     * @param structured the documents that it names, in order
     * @param text words to people, a line each
     */
    public record Remittance(List<Named> structured, List<String> text) {

        /** Copies the lists. */
        public Remittance {
            structured = List.copyOf(structured);
            text = List.copyOf(text);
        }
    }

    /**
     * A document that a payment names.
     *
     * @param reference KID, creditor reference or invoice number, as written
     * @param amount how much of the payment is for it, more than zero; absent where that is not said
     */
    public record Named(String reference, @Nullable BigDecimal amount) {}
}
