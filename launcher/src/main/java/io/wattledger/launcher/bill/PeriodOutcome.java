package io.wattledger.launcher.bill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice run made of one contract's month.
 *
 * @param tenant whose
 * @param contract under which contract
 * @param period billing month
 * @param outcome issued, already-issued, changed-after-issue, nothing-to-invoice, invoiced-to, held or parked
 * @param number of the invoice, where there is one
 * @param reasons what is missing or wrong, in words
 */
public record PeriodOutcome(
        String tenant,
        String contract,
        String period,
        String outcome,
        @Nullable String number,
        List<String> reasons) {

    /** Copies the list. */
    public PeriodOutcome {
        reasons = List.copyOf(reasons);
    }

    /** Whether this run issued an invoice. */
    public boolean isNew() {
        return outcome.equals("issued");
    }

    /** Whether somebody must look at it. */
    public boolean needsAttention() {
        return outcome.equals("held") || outcome.equals("parked") || outcome.equals("changed-after-issue");
    }
}
