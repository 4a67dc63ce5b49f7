package io.wattledger.billing.flow;

import io.wattledger.billing.period.HoldReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has become of one contract's month in a run. */
public sealed interface Outcome {

    /** The stable name of the case, for programs. */
    String code();

    /** The number of the invoice that exists; absent where there is none. */
    default @Nullable String number() {
        return null;
    }

    /** What is missing or wrong; empty where nothing is. */
    default List<HoldReason> reasons() {
        return List.of();
    }

    /** An invoice was issued by this run. */
    record Issued(String number) implements Outcome {
        @Override
        public String code() {
            return "issued";
        }
    }

    /** An earlier run has issued it, and nothing has changed since. */
    record AlreadyIssued(String number) implements Outcome {
        @Override
        public String code() {
            return "already-issued";
        }
    }

    /** An earlier run has issued it and charges have changed since; the invoice stays as it is. */
    record ChangedAfterIssue(String number, List<HoldReason> reasons) implements Outcome {
        @Override
        public String code() {
            return "changed-after-issue";
        }
    }

    /** There is no usage that costs or measures anything. */
    record NothingToInvoice() implements Outcome {
        @Override
        public String code() {
            return "nothing-to-invoice";
        }
    }

    /** Something is missing; the next run tries again. */
    record Held(List<HoldReason> reasons) implements Outcome {
        @Override
        public String code() {
            return "held";
        }
    }

    /** The invoice would break a rule of its format, or a document of it cannot be made. */
    record Parked(List<HoldReason> reasons) implements Outcome {
        @Override
        public String code() {
            return "parked";
        }
    }
}
