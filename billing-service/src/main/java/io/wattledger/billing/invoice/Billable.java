package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import java.util.Currency;

/**
 * All that an invoice is computed from.
 *
 * @param seller who bills
 * @param buyer who is billed
 * @param references by which the buyer files it
 * @param period billing period
 * @param currency of all amounts
 * @param vat treatment of every line
 * @param usage complete rated usage of the period under one contract, summed up
 * @param names of sites and SKUs
 */
public record Billable(
        Seller seller,
        Buyer buyer,
        References references,
        BillingPeriod period,
        Currency currency,
        VatTreatment vat,
        SummedUsage usage,
        Names names) {}
