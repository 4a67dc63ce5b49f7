package io.wattledger.billing.flow;

import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.period.HoldReason;
import java.util.List;

/** Makes the documents of an invoice and says whether they may go out. */
public interface Documents {

    /**
     * An invoice in all its forms.
     *
     * @param documents one per kind
     * @param ruleSet name and version of the rules that were applied
     * @param violations rules that are broken, by their ids; empty when it may be issued
     */
    record Printed(List<InvoiceDocument> documents, String ruleSet, List<HoldReason> violations) {

        /** Copies the lists. */
        public Printed {
            documents = List.copyOf(documents);
            violations = List.copyOf(violations);
        }
    }

    /** Prints and checks; the same invoice always gives the same bytes. */
    Printed print(Invoice invoice);
}
