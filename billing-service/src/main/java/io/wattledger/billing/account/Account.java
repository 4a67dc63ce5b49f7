package io.wattledger.billing.account;

import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.invoice.Buyer;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's account.
 *
 * @param buyer what invoices say of it
 * @param contracts in order of their start, without overlap
 * @param terms discounts and commitments; nothing in what was stored before there were any
 */
public record Account(
        Buyer buyer, List<Contract> contracts, @Nullable CommercialTerms terms) {

    /** An account without discounts and commitments. */
    public Account(Buyer buyer, List<Contract> contracts) {
        this(buyer, contracts, null);
    }

    /** Copies the contracts in the order of their start; terms that say nothing are none. */
    public Account {
        terms = terms == null || terms.sayNothing() ? null : terms;
        contracts = contracts.stream()
                .sorted(Comparator.comparing(
                                (Contract contract) -> contract.term().validFrom())
                        .thenComparing(Contract::id))
                .toList();
    }

    /** Discounts and commitments. */
    @Override
    public CommercialTerms terms() {
        return terms == null ? CommercialTerms.NONE : terms;
    }

    /** The tenant whose account this is. */
    public String tenant() {
        return buyer.tenant();
    }
}
