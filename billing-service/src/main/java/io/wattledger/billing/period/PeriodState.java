package io.wattledger.billing.period;

import java.util.List;

/** The lifecycle of a contract's billing period; a state has only the transitions that are legal from it. */
public sealed interface PeriodState {

    /** Nothing has been decided yet. */
    record Open() implements PeriodState {

        /** A run has looked at it, and something is missing or wrong. */
        public Closing hold(List<HoldReason> reasons) {
            return new Closing(reasons);
        }

        /** All is there. */
        public Issued issue(String number) {
            return new Issued(number);
        }
    }

    /**
     * A run wants to issue it; it waits for what the reasons name, such as days of grace, usage or prices.
     *
     * @param reasons at least one
     */
    record Closing(List<HoldReason> reasons) implements PeriodState {

        /** Copies the reasons; refuses none. */
        public Closing {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a period is closing, not issued, for a reason");
            }
        }

        /** Still closing, for what is wrong now. */
        public Closing hold(List<HoldReason> now) {
            return new Closing(now);
        }

        /** There is nothing left that it could be issued of. */
        public Open reopen() {
            return new Open();
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
