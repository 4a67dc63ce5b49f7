package io.wattledger.billing.flow;

import java.util.function.Supplier;

/** Hears what happens, for figures that are watched; nothing depends on it. */
public interface Watch {

    /** What is done to make the documents of an invoice. */
    enum DocumentStep {
        /** Its electronic documents are written. */
        WRITE,
        /** They are checked by the official rules. */
        VALIDATE,
        /** JSON, PDF and CSV are written. */
        PRINT
    }

    /** An item of a run has its outcome, committed. */
    void ended(Outcome outcome);

    /** Records were taken in. */
    void taken(int read, int unreadable);

    /** Does a step of making documents in this thread and notes what processor time it took. */
    <T> T timed(DocumentStep step, Supplier<T> work);
}
