package io.wattledger.billing.settlement;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * An entry of the ledger of one invoice; once written it stays.
 *
 * @param kind what happened
 * @param amount in the invoice's currency with its minor digits, VAT included; more than zero but for an invoice of nothing
 *     or with a negative total
 * @param bookedOn the day on which it counts
 * @param reference what proves it: number of the invoice or credit note, the bank's reference of a payment, the reason of a
 *     write-off
 */
public record ReceivableEntry(EntryKind kind, BigDecimal amount, LocalDate bookedOn, String reference) {

    /** What the entry adds to what the tenant owes; negative where it takes from it. */
    public BigDecimal effect() {
        return kind.sign() > 0 ? amount : amount.negate();
    }
}
