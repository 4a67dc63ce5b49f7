package io.wattledger.billing.settlement;

import java.math.BigDecimal;

/**
 * How an issued invoice stands on a day: derived from its entries and the date, and stored nowhere. What may be entered next
 * depends on it: see {@link Receivable#with}.
 */
public sealed interface Settlement {

    /** The stable name of the state, for programs. */
    String code();

    /** Issued, not yet due, nothing paid or credited. */
    record Issued() implements Settlement {
        @Override
        public String code() {
            return "issued";
        }
    }

    /**
     * A part was paid or credited, the rest is not yet due.
     *
     * @param open what is still owed
     */
    record PartPaid(BigDecimal open) implements Settlement {
        @Override
        public String code() {
            return "part-paid";
        }
    }

    /**
     * The due date is over and something is still owed.
     *
     * @param open how much
     * @param days since the due date
     */
    record Overdue(BigDecimal open, long days) implements Settlement {
        @Override
        public String code() {
            return "overdue";
        }
    }

    /** Nothing is owed any more, by payments and, it may be, credit notes. */
    record Paid() implements Settlement {
        @Override
        public String code() {
            return "paid";
        }
    }

    /** Credit notes have taken back all of it, and nothing is owed in either direction. */
    record Credited() implements Settlement {
        @Override
        public String code() {
            return "credited";
        }
    }

    /** Nothing is expected any more; a part was written off. */
    record WrittenOff() implements Settlement {
        @Override
        public String code() {
            return "written-off";
        }
    }

    /**
     * More was paid or credited than invoiced: the seller owes the tenant.
     *
     * @param owed how much, more than zero
     */
    record Overpaid(BigDecimal owed) implements Settlement {
        @Override
        public String code() {
            return "overpaid";
        }
    }
}
