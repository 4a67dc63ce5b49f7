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

    /** Numbers of all documents that this run has issued for the item, in order. */
    default List<String> documents() {
        return List.of();
    }

    /** An invoice was issued by this run. */
    record Issued(String number) implements Outcome {
        @Override
        public String code() {
            return "issued";
        }

        @Override
        public List<String> documents() {
            return List.of(number);
        }
    }

    /**
     * An earlier run has issued the invoice, charges have changed since, and this run has corrected it.
     *
     * @param number of the invoice that is corrected
     * @param documents numbers of the credit notes and the invoice that correct it
     */
    record Corrected(String number, List<String> documents) implements Outcome {

        /** Copies the list. */
        public Corrected {
            documents = List.copyOf(documents);
        }

        @Override
        public String code() {
            return "corrected";
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

    /** The usage is invoiced to a reseller, whose month has an outcome of its own. */
    record InvoicedTo() implements Outcome {
        @Override
        public String code() {
            return "invoiced-to";
        }
    }

    /** Something is missing; the next run tries again. */
    record Held(List<HoldReason> reasons) implements Outcome {
        @Override
        public String code() {
            return "held";
        }
    }

    /**
     * The invoice, or a correction of it, would break a rule of its format, or a document of it cannot be made.
     *
     * @param number of the invoice that exists already; absent where there is none
     * @param reasons ids of the rules
     */
    record Parked(@Nullable String number, List<HoldReason> reasons) implements Outcome {
        @Override
        public String code() {
            return "parked";
        }
    }
}
