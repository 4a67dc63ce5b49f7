package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.LocalDate;
import java.util.List;

/**
 * What one series used on one local day, and the contracts it may fall under.
 *
 * @param key whose usage of what
 * @param siteDay the local day
 * @param interval the day as instants
 * @param slots all slots of the day, in order of time
 * @param contracts the tenant's contracts; empty while it has no account
 */
public record DayUsage(
        UsageKey key, LocalDate siteDay, Interval interval, List<SlotUsage> slots, List<ContractFacts> contracts) {

    /** Copies the lists. */
    public DayUsage {
        slots = List.copyOf(slots);
        contracts = List.copyOf(contracts);
    }

    /** The slots inside {@code part} that hold anything. */
    List<SlotUsage> usedIn(Interval part) {
        return slots.stream()
                .filter(slot -> part.contains(slot.start()) && slot.isUsed())
                .toList();
    }
}
