package io.wattledger.metering.flow;

import io.wattledger.contracts.message.MeteredUsage;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Port: slots that have changed since they were published. */
public interface ChangedSlots {

    /** What waits longest: all of it, or that of as many tenants as go into one transaction. */
    Work next();

    /**
     * Hands on the present totals of slots that have changed, each slot once, those first whose change is the oldest, of the
     * parts that no other relay has. Only when {@code onward} returns are the changes forgotten: in the caller's transaction,
     * so that they are handed on again if it does not commit, and not before, since from then on the database has to keep
     * every earlier state of all slots until it commits.
     *
     * @param most how many changes to take; a change is what one batch did to one series
     * @param onward what is done with the totals; not called where there are none
     */
    Passed pass(Collection<Integer> parts, int most, Consumer<List<MeteredUsage>> onward);

    /**
     * Notes, in the caller's transaction, that slots are to be handed on once more, as soon as no other relay is at work on them any
     * longer.
     */
    void again(Collection<MeteredUsage> totals);

    /** How many changes wait. */
    long waiting();

    /**
     * What was handed on.
     *
     * @param slots how many totals; 0 where other relays have the parts
     * @param isAll whether nothing more waited in the parts that were taken
     */
    record Passed(int slots, boolean isAll) {}

    /**
     * Work that waits.
     *
     * @param parts the numbers of its parts; each part is one relay's at a time
     * @param tenants whose slots have changed
     * @param isAll whether no other tenant's slots wait
     */
    record Work(Collection<Integer> parts, Collection<String> tenants, boolean isAll) {}
}
