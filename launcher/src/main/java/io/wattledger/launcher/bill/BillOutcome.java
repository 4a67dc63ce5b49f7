package io.wattledger.launcher.bill;

import java.util.List;

/**
 * What a bill came to.
 *
 * @param summary as written to summary.json
 * @param nothingNew whether catalog, prices, usage and invoices were all known before
 * @param faults events that were refused or are in conflict, in words
 * @param notes what a person should know besides, one sentence each
 */
public record BillOutcome(Summary summary, boolean nothingNew, EventFaults faults, List<String> notes) {

    /** Copies the list. */
    public BillOutcome {
        notes = List.copyOf(notes);
    }

    /** Differences of the books that are not 0. */
    public List<String> brokenBooks() {
        return summary.balance().differences().broken();
    }

    /** Whether somebody must look: an invoice is missing, usage cannot be rated, or events were refused or in conflict. */
    public boolean needsAttention() {
        var events = summary.balance().events();
        return !summary.held().isEmpty()
                || events.refused() > 0
                || events.conflicting() > 0
                || summary.balance().milliGpuSeconds().unrated().signum() > 0;
    }
}
