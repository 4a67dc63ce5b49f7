package io.wattledger.billing.tax;

/** What the rules say of a supply. */
public sealed interface Determination {

    /**
     * It is decided.
     *
     * @param treatment with its ground, where a rule decides or a contract gives a reason
     */
    record Decided(VatTreatment treatment) implements Determination {}

    /**
     * No rule decides.
     *
     * @param detail what is missing and what to do about it
     */
    record Undecided(String detail) implements Determination {}
}
