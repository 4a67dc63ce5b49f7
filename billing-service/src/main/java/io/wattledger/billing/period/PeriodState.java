package io.wattledger.billing.period;

import java.util.List;

/** The lifecycle of a contract's billing period; a state has only the transitions that are legal from it. */
public sealed interface PeriodState {

    /** Nothing has been decided yet. */
    record Open() implements PeriodState {

        /** Something is missing or wrong. */
        public Held hold(List<HoldReason> reasons) {
            return new Held(reasons);
        }

        /** All is there. */
        public Issued issue(String number) {
            return new Issued(number);
        }
    }

    /**
     * Waits for what the reasons name.
     *
     * @param reasons at least one
     */
    record Held(List<HoldReason> reasons) implements PeriodState {

        /** Copies the reasons; refuses none. */
        public Held {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a period is held for a reason");
            }
        }

        /** Still held, for what is wrong now. */
        public Held hold(List<HoldReason> now) {
            return new Held(now);
        }

        /** What was missing has come. */
        public Issued issue(String number) {
            return new Issued(number);
        }
    }

    /**
     * An invoice was issued; nothing leads out of this state, since nothing issued ever changes.
     *
     * @param number of the invoice
     */
    record Issued(String number) implements PeriodState {}
}
