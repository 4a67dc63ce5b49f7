package io.wattledger.billing.account;

import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.invoice.Buyer;
import java.util.Comparator;
import java.util.List;

/**
 * A tenant's account.
 *
 * @param buyer what invoices say of it
 * @param contracts in order of their start, without overlap
 */
public record Account(Buyer buyer, List<Contract> contracts) {

    /** Copies the contracts in the order of their start. */
    public Account {
        contracts = contracts.stream()
                .sorted(Comparator.comparing(
                                (Contract contract) -> contract.term().validFrom())
                        .thenComparing(Contract::id))
                .toList();
    }

    /** The tenant whose account this is. */
    public String tenant() {
        return buyer.tenant();
    }
}
