package io.wattledger.billing.invoice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By what buyer and seller file an invoice.
 *
 * @param contract id of the contract in the catalog
 * @param contractReference the buyer's name of the contract (BT-12)
 * @param buyerReference BT-10
 * @param orderReference BT-13
 * @param paymentTermsDays days from issue to due date (BT-20)
 * @param documents in which electronic documents the buyer gets it; absent in what was stored before there was a choice
 * @param customerNumber by which the seller's bank knows the buyer: digits only, part of a KID
 * @param paymentReference BT-83; absent where payers state the invoice number
 */
public record References(
        String contract,
        @Nullable String contractReference,
        @Nullable String buyerReference,
        @Nullable String orderReference,
        int paymentTermsDays,
        @Nullable List<DocumentFormat> documents,
        @Nullable String customerNumber,
        @Nullable String paymentReference) {

    /** Copies the list. */
    public References {
        documents = documents == null ? null : List.copyOf(documents);
    }

    /** References of a buyer who gets what is usual and is not known to a bank. */
    public References(
            String contract,
            @Nullable String contractReference,
            @Nullable String buyerReference,
            @Nullable String orderReference,
            int paymentTermsDays) {
        this(contract, contractReference, buyerReference, orderReference, paymentTermsDays, null, null, null);
    }

    /** The same references with what a payer is to state. */
    public References paidBy(String reference) {
        return new References(
                contract,
                contractReference,
                buyerReference,
                orderReference,
                paymentTermsDays,
                documents,
                customerNumber,
                reference);
    }

    /** The same references of a buyer who gets these documents and whom the seller's bank knows by a number. */
    public References received(@Nullable List<DocumentFormat> formats, @Nullable String knownAs) {
        return new References(
                contract,
                contractReference,
                buyerReference,
                orderReference,
                paymentTermsDays,
                formats,
                knownAs,
                paymentReference);
    }

    /** The same references where the buyer files a document otherwise than the contract says; absent is as it was. */
    public References filedBy(@Nullable String buyer, @Nullable String order) {
        return new References(
                contract,
                contractReference,
                buyer == null ? buyerReference : buyer,
                order == null ? orderReference : order,
                paymentTermsDays,
                documents,
                customerNumber,
                paymentReference);
    }
}
