package io.wattledger.billing.flow;

/** Hears what happens, for figures that are watched; nothing depends on it. */
public interface Watch {

    /** An item of a run has its outcome, committed. */
    void ended(Outcome outcome);

    /** Records were taken in. */
    void taken(int read, int unreadable);
}
