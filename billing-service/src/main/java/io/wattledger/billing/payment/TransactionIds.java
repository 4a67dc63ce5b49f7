package io.wattledger.billing.payment;

import io.wattledger.contracts.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Names the transactions of a statement by what they say, so that one which comes again in another file is known. Where the
 * bank gives a transaction no reference of its own, the statement's name is part of it: two payments may look alike. Within
 * a statement nothing comes twice, so that what looks alike there is counted.
 *
 * @param iban the account
 * @param statement the bank's name of the statement
 * @param given what was given out in this statement; grows
 */
record TransactionIds(String iban, String statement, Set<String> given) {

    private static final int HEX_DIGITS = 40;

    /** The transaction with its id. */
    BankTransaction identified(BankTransaction transaction) {
        BankTransaction.Booking booking = transaction.booking();
        List<String> parts = new ArrayList<>(List.of(
                iban,
                transaction.bankReference() == null ? "statement " + statement : "bank " + transaction.bankReference(),
                booking.bookedOn().toString(),
                booking.amount().toPlainString(),
                booking.currency().getCurrencyCode(),
                String.valueOf(booking.isReversal()),
                Objects.toString(transaction.endToEnd(), ""),
                Objects.toString(transaction.payer().iban(), "")));
        transaction.remittance().structured().forEach(named -> parts.add("named " + named.reference()));
        transaction.remittance().text().forEach(line -> parts.add("text " + line));
        int occurrence = 1;
        String id = id(parts, occurrence);
        while (!given.add(id)) {
            occurrence++;
            id = id(parts, occurrence);
        }
        return new BankTransaction(
                id,
                booking,
                transaction.bankReference(),
                transaction.endToEnd(),
                transaction.payer(),
                transaction.remittance());
    }

    private static String id(List<String> parts, int occurrence) {
        String all = String.join("\u001f", parts) + "\u001f" + occurrence;
        return "btx_" + Sha256.hex(all).substring(0, HEX_DIGITS);
    }
}
