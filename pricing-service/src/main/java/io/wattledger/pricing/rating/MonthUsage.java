package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import java.util.List;

/**
 * A contract's billing month, or the part of it that the contract covers, with all that was used in it.
 *
 * @param tenant the customer
 * @param contract the contract
 * @param interval the part of the billing month that it covers, in the contract's billing time zone
 * @param days the rated charge periods inside it, of all series
 * @param loads the slots inside it by project, site and SKU; only those that were used
 */
public record MonthUsage(
        String tenant, ContractFacts contract, Interval interval, List<RatedUsage> days, List<ProjectLoad> loads) {

    /** Copies the lists. */
    public MonthUsage {
        days = List.copyOf(days);
        loads = List.copyOf(loads);
    }
}
