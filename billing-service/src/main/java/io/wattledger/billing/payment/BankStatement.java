package io.wattledger.billing.payment;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;

/**
 * What a bank says of an account over a time.
 *
 * @param id the bank's name of the statement
 * @param iban the account, without spaces
 * @param currency of the account and of every amount
 * @param opening balance before the entries
 * @param closing balance after them
 * @param entries what was booked, in the bank's order
 */
public record BankStatement(
        String id, String iban, Currency currency, BigDecimal opening, BigDecimal closing, List<Entry> entries) {

    /** Copies the entries. */
    public BankStatement {
        entries = List.copyOf(entries);
    }

    /**
     * One booking, of one transaction or of many at once.
     *
     * @param amount what it adds to the account; below zero where it takes
     * @param transactions what it consists of, at least one; they add up to the amount
     */
    public record Entry(BigDecimal amount, List<BankTransaction> transactions) {

        /** Copies the transactions. */
        public Entry {
            transactions = List.copyOf(transactions);
        }
    }

    /** All transactions in order. */
    public List<BankTransaction> transactions() {
        return entries.stream().flatMap(entry -> entry.transactions().stream()).toList();
    }

    /** Refuses a statement whose entries do not lead from the opening to the closing balance. */
    void balanced(String place) {
        BigDecimal reached = entries.stream().map(Entry::amount).reduce(opening, BigDecimal::add);
        if (reached.compareTo(closing) != 0) {
            throw new StatementRefused(
                    place + "/Bal",
                    "does not add up: the opening balance " + opening.toPlainString()
                            + " and the booked entries come to " + reached.toPlainString() + ", the closing balance is "
                            + closing.toPlainString());
        }
    }
}
