package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;

/**
 * One entry of the VAT breakdown (BG-23).
 *
 * @param vat category, rate and, where none is charged, the reason
 * @param taxable BT-116, the sum of the net amounts of its lines
 * @param tax BT-117, computed from {@code taxable} and rounded per entry, never per line
 */
public record VatSubtotal(VatTreatment vat, Money taxable, Money tax) {}
