package io.wattledger.billing.invoice;

/**
 * A rule of what lines state beside amounts that is younger than issued documents. The basis of a document names the rules that
 * held; by the others it is not computed again, so that it comes to what was issued. No rule changes an amount.
 */
public enum StatingRule {

    /**
     * Energy that was bought ahead and sold again unused counts below zero, in kilowatt-hours and in what they stand for, so that the
     * lines of a block come to what was used. Without this rule its credit states it as if it had been used, and stands for nothing.
     */
    SURPLUS_IS_NOT_USED,

    /** Energy that is charged at a price that stands in for a missing one is told. Without this rule it is not. */
    STAND_INS_ARE_TOLD,

    /**
     * Of a difference that is taken from several lines, the first part states the quantity that has come or gone, and each other one
     * stands as one piece. Without this rule each of them states all of it.
     */
    A_DIFFERENCE_IS_STATED_ONCE
}
