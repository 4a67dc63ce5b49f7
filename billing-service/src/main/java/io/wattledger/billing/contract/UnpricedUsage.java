package io.wattledger.billing.contract;

/** What a contract says about usage whose price is missing when its period is closed. */
public enum UnpricedUsage {
    /** The invoice waits until every price is known: missing is not zero. */
    HOLD
}
