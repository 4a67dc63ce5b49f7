package io.wattledger.metering.flow;

import io.wattledger.contracts.message.MeteredUsage;
import java.util.Collection;
import java.util.List;

/** Port: slots that have changed since they were published. */
public interface ChangedSlots {

    /** What waits longest: all of it, or that of as many tenants as go into one transaction. */
    Work next();

    /**
     * Takes changes in the caller's transaction, the oldest first, of the parts that no other relay has, and gives the
     * present totals of the changed slots. What was taken is done once the transaction commits, and is taken again if it
     * does not.
     *
     * @param most how many changes to take; a change is what one batch did to one series
     */
    Taken take(Collection<Integer> parts, int most);

    /** How many changes wait. */
    long waiting();

    /**
     * What was taken.
     *
     * @param totals the present totals of the slots that the changes concern, each slot once; none when other relays have the
     *     parts
     * @param isAll whether nothing more waited in the parts that were taken
     */
    record Taken(List<MeteredUsage> totals, boolean isAll) {}

    /**
     * Work that waits.
     *
     * @param parts the numbers of its parts; each part is one relay's at a time
     * @param tenants whose slots have changed
     * @param isAll whether no other tenant's slots wait
     */
    record Work(Collection<Integer> parts, Collection<String> tenants, boolean isAll) {}
}
