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
     * @param isUnsupported whether documents of such a supply cannot be made as the law wants them; a contract may then state its
     *     treatment with a reason only
     */
    record Undecided(String detail, boolean isUnsupported) implements Determination {

        /** For want of a rule, or of something that a rule asks for. */
        public Undecided(String detail) {
            this(detail, false);
        }
    }
}
