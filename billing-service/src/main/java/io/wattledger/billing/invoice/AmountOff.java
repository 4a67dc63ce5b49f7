package io.wattledger.billing.invoice;

/**
 * What a discount of an amount takes off across the lines of a document or a month.
 *
 * @param discount its id
 * @param words as agreed
 * @param reasonCode UNTDID 5189 (BT-98)
 * @param amount what it takes, zero or more
 */
public record AmountOff(String discount, String words, String reasonCode, Money amount) {

    /** The same at another amount. */
    AmountOff of(Money other) {
        return new AmountOff(discount, words, reasonCode, other);
    }
}
