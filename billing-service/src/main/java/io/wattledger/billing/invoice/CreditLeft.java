package io.wattledger.billing.invoice;

/**
 * What a credit still pays of an invoice that has drawn from it: what was drawn less all that documents have given back since.
 *
 * @param id of the credit
 * @param kind what it pays with
 * @param pays in the invoice's currency
 */
public record CreditLeft(String id, CreditKind kind, Money pays) {

    /** The same once so much has gone back to it; at least nothing. */
    CreditLeft less(Money back) {
        return new CreditLeft(id, kind, AcrossLines.less(pays, back));
    }
}
