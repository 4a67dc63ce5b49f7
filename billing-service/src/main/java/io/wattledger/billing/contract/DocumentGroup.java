package io.wattledger.billing.contract;

import io.wattledger.billing.invoice.InvoiceGroup;
import io.wattledger.billing.invoice.ProjectSelection;
import org.jspecify.annotations.Nullable;

/**
 * A document that a contract's month gets.
 *
 * @param name unique within the month; empty where the month gets one document
 * @param projects whose usage it bills; every charge of the month belongs to one group of its split
 * @param references by what the buyer files it, where that differs from the contract's
 * @param contractWide whether it bears what belongs to no project: amounts off, credits and shortfalls
 */
public record DocumentGroup(String name, ProjectSelection projects, References references, boolean contractWide) {

    /** The one document of a month that is not split. */
    public static final DocumentGroup WHOLE = new DocumentGroup("", ProjectSelection.ALL, References.NONE, true);

    /**
     * By what the buyer files a document; what is absent is the contract's.
     *
     * @param buyerReference BT-10
     * @param orderReference BT-13
     * @param costCentre BT-19
     */
    public record References(
            @Nullable String buyerReference,
            @Nullable String orderReference,
            @Nullable String costCentre) {

        /** Nothing but the contract's. */
        public static final References NONE = new References(null, null, null);
    }

    /** What the document says of itself; absent where the month is not split. */
    public @Nullable InvoiceGroup stated() {
        return name.isEmpty() ? null : new InvoiceGroup(name, projects, references.costCentre());
    }
}
