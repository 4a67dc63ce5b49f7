package io.wattledger.billing.payment;

import io.wattledger.billing.settlement.Receivable;
import java.util.Currency;

/**
 * An issued invoice as far as payments are concerned.
 *
 * @param tenant whom it bills
 * @param contract under which contract
 * @param number its number
 * @param legalEntity who issued it and is to be paid
 * @param currency of its amounts
 * @param paymentReference what payers are asked to state (BT-83)
 * @param receivable its ledger
 */
public record PayableInvoice(
        String tenant,
        String contract,
        String number,
        String legalEntity,
        Currency currency,
        String paymentReference,
        Receivable receivable) {}
