package io.wattledger.metering.flow;

import io.wattledger.contracts.message.MeteredUsage;
import java.util.Collection;
import java.util.List;

/** Port: slots that have changed since they were published. */
public interface ChangedSlots {

    /** The parts of the work in which there is something to publish; each part is one relay's at a time. */
    List<Part> parts();

    /**
     * Takes a part of the work in the caller's transaction, if no other relay has it, and gives the present totals of the
     * changed slots. What was taken is done once the transaction commits, and is taken again if it does not.
     *
     * @param most how many changes to take; a change is what one batch did to one series
     */
    Taken take(int shard, int most);

    /** How many changes wait. */
    long waiting();

    /**
     * What was taken.
     *
     * @param changes how many changes; 0 when another relay has the part
     * @param totals the present totals of the slots they changed, each slot once
     */
    record Taken(int changes, List<MeteredUsage> totals) {}

    /**
     * A part of the work.
     *
     * @param shard its number
     * @param tenants whose slots have changed in it
     */
    record Part(int shard, Collection<String> tenants) {}
}
