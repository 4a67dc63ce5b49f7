package io.wattledger.billing.contract;

import io.wattledger.billing.invoice.References;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant has agreed with a legal entity.
 *
 * @param id unique within the account
 * @param legalEntity id of the legal entity that bills
 * @param term how long it runs
 * @param tariff id of the tariff that pricing applies
 * @param currency of its invoices
 * @param billing when and how usage becomes due
 * @param references by what the buyer files invoices
 * @param vat how every line is taxed, where the contract states it; absent where the rules decide
 */
public record Contract(
        String id,
        String legalEntity,
        Term term,
        String tariff,
        Currency currency,
        BillingTerms billing,
        ContractReferences references,
        @Nullable VatTerms vat) {

    /** The references as they stand on the document of a group. */
    public References invoiceReferences(DocumentGroup group) {
        return new References(
                        id,
                        references.contractReference(),
                        references.buyerReference(),
                        references.orderReference(),
                        billing.paymentTermsDays())
                .received(references.documents(), references.customerNumber())
                .filedBy(group.references().buyerReference(), group.references().orderReference());
    }
}
