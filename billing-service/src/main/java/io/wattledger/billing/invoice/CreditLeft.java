package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * What a credit still pays of an invoice that has drawn from it: what was drawn less all that documents have given back since.
 *
 * @param id of the credit
 * @param kind what it pays with
 * @param pays in the invoice's currency
 * @param states what is left of its allowance, less what credit notes have stated of it; that is more than it pays once it got
 *     back a share of what somebody asked for. Absent of a paid credit, and in what was stored before it was kept
 */
public record CreditLeft(
        String id, CreditKind kind, Money pays, @Nullable Money states) {

    /** All that a document has drawn from it. */
    static CreditLeft whole(ContractMoney.CreditDrawn drawn) {
        return new CreditLeft(
                drawn.id(), drawn.kind(), drawn.drawn(), drawn.kind() == CreditKind.PROMOTIONAL ? drawn.drawn() : null);
    }

    /** The same once so much has gone back to it; at least nothing. */
    CreditLeft less(Money back) {
        return new CreditLeft(id, kind, AcrossLines.less(pays, back), states);
    }

    /** The same with so much left of its allowance. */
    CreditLeft stating(Money left) {
        return new CreditLeft(id, kind, pays, left);
    }
}
