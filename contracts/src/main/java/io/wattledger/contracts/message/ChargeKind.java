package io.wattledger.contracts.message;

/** What a charge is for; decides what counts towards what, and how it is shown. */
public enum ChargeKind {
    /** Rent of GPUs by time. */
    GPU_TIME,
    /** Capacity that is reserved, used or not. */
    RESERVATION,
    /** Energy by its price per kWh. */
    ENERGY,
    /** Use of the grid: capacity, peaks, losses. */
    GRID,
    /** Taxes and levies on energy, by the kWh. Value-added tax is none of them. */
    LEVY,
    /** Certificates of origin, in whole MWh. */
    CERTIFICATE,
    /** Fees that are none of the others: a site by the day, support, a minimum that was not reached. */
    FEE,
    /** What the seller gives back: an allowance, a service level that was not kept. */
    CREDIT
}
