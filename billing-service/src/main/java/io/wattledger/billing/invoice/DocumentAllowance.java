package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;

/**
 * An allowance across lines (BG-20). VAT is due on less, so it names the treatment of the lines it belongs to (BR-32);
 * one that spans several treatments is several allowances.
 *
 * @param allowance what is taken off
 * @param vat BT-95 and BT-96, the treatment whose taxable amount it lowers
 */
public record DocumentAllowance(Allowance allowance, VatTreatment vat) {}
