package io.wattledger.contracts.message;

/** What a charge is for; decides what counts towards what, and how it is shown. */
public enum ChargeKind {
    /** Rent of GPUs by time. */
    GPU_TIME,
    /** Energy at an index price. */
    ENERGY
}
