package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;

/**
 * One line (BG-25): all charges of one project, site, SKU and tariff component in the billing period.
 *
 * @param number BT-126, from 1 without gap
 * @param item what is billed
 * @param quantity how much of it, and at what average price
 * @param amount what it costs
 * @param vat how it is taxed
 * @param chargePeriod from the first to the last charge
 * @param facts GPU time and energy behind the line
 * @param provenance from what it was computed
 */
public record InvoiceLine(
        int number,
        LineItem item,
        LineQuantity quantity,
        LineAmount amount,
        VatTreatment vat,
        ChargePeriod chargePeriod,
        UsageFacts facts,
        Provenance provenance) {

    /** Whether it takes back charges of an earlier invoice; what it does to discounts and credits is no charge. */
    boolean takesBack() {
        return provenance.corrects() != null
                && !item.acrossLines()
                && amount.net().signum() < 0;
    }

    /** Whether its energy was bought ahead and not used, so that what was used is less by it. */
    public boolean sellsSurplus() {
        return item.kind() == ChargeKind.CREDIT
                && quantity.unit() == ChargeUnit.FACILITY_KWH
                && Charge.SURPLUS.equals(provenance.part());
    }

    /** The same line at another amount. */
    public InvoiceLine costing(LineAmount other) {
        return new InvoiceLine(number, item, quantity, other, vat, chargePeriod, facts, provenance);
    }
}
