package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.math.MathContext;

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

    private static final BigDecimal SECONDS_PER_HOUR = new BigDecimal("3600");
    private static final int MILLI = 3;

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

    /**
     * How much usage a line of GPU time or energy adds to its document, in its unit. A line that corrects shows a quantity without
     * a sign, and the whole one where only the price has changed; so what has come or gone is told by its facts. Tiers and packages
     * of a month have none: theirs is taken to go the way of the amount. A further part of a difference is one piece of money. What a
     * credit gives back is money too, and stands as it was billed.
     */
    public BigDecimal used() {
        BigDecimal exact = quantity.exact();
        if (!isDifference()) {
            return exact;
        }
        if (item.kind() == ChargeKind.ENERGY) {
            return quantity.unit() == ChargeUnit.IT_KWH ? facts.itKilowattHours() : facts.facilityKilowattHours();
        }
        if (sellsSurplus()) {
            return facts.facilityKilowattHours().negate();
        }
        int way = amount.net().signum();
        int time = Long.signum(facts.milliGpuSeconds());
        if (time == 0) {
            boolean isCounted = provenance.part() != null && quantity.unit() != ChargeUnit.ONE;
            return isCounted ? exact.multiply(BigDecimal.valueOf(way)) : BigDecimal.ZERO;
        }
        return way == 0 || way == time
                ? exact.multiply(BigDecimal.valueOf(time))
                : BigDecimal.valueOf(facts.milliGpuSeconds(), MILLI).divide(SECONDS_PER_HOUR, MathContext.DECIMAL128);
    }

    /**
     * The same of a line of any kind, where lines are summed up. What a line that corrects has more or less of besides usage goes the
     * way of its amount, but for what is counted by the kilowatt-hours of its facts.
     */
    BigDecimal added() {
        boolean isUsage = item.kind() == ChargeKind.GPU_TIME || item.kind() == ChargeKind.ENERGY || sellsSurplus();
        if (isUsage || !isDifference()) {
            return used();
        }
        return quantity.unit() == ChargeUnit.FACILITY_KWH
                ? facts.facilityKilowattHours()
                : quantity.exact().multiply(BigDecimal.valueOf(amount.net().signum()));
    }

    /** Whether it bills what has come or gone of another line; one that gives back money of it does not. */
    boolean isDifference() {
        CorrectedLine.Told told = CorrectedLine.read(item.description());
        return provenance.corrects() != null && told != null && told.purpose() == CorrectedLine.Purpose.CORRECTION;
    }

    /** The same line at another amount. */
    public InvoiceLine costing(LineAmount other) {
        return new InvoiceLine(number, item, quantity, other, vat, chargePeriod, facts, provenance);
    }
}
