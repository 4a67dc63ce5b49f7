package io.wattledger.billing.contract;

import java.util.List;

/**
 * What a tenant was promised and has promised beyond the prices of its tariff.
 *
 * @param discounts in the order in which they are taken, each off what those before have left
 * @param commitments a charge counts towards the first that it belongs to
 */
public record CommercialTerms(List<Discount> discounts, List<Commitment> commitments) {

    /** Nothing beyond the tariff. */
    public static final CommercialTerms NONE = new CommercialTerms(List.of(), List.of());

    /** Copies the lists. */
    public CommercialTerms {
        discounts = List.copyOf(discounts);
        commitments = List.copyOf(commitments);
    }

    /** What of it changes single lines, and so holds on each document of a split month: all but amounts off across lines. */
    public CommercialTerms ofLines() {
        return new CommercialTerms(
                discounts.stream()
                        .filter(discount -> discount.reduction() instanceof Reduction.PerCent)
                        .toList(),
                commitments);
    }

    /** Whether there is nothing beyond the tariff. */
    public boolean sayNothing() {
        return discounts.isEmpty() && commitments.isEmpty();
    }
}
