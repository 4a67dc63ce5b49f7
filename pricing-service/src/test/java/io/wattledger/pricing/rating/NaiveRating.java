package io.wattledger.pricing.rating;

import io.wattledger.pricing.energy.StatedPrice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The charges of a day straight from their definitions, slot by slot and with far more digits than needed; shares no line
 * with the engine.
 */
final class NaiveRating {

    private static final MathContext MANY = new MathContext(80);
    private static final BigDecimal KWH = new BigDecimal("3600000000");

    private NaiveRating() {}

    /**
     * Energy of a day.
     *
     * @param kwh facility kWh of the priced slots
     * @param amount in the tariff's currency
     * @param unpricedKwh facility kWh of the slots without a price
     */
    record Energy(BigDecimal kwh, BigDecimal amount, BigDecimal unpricedKwh) {}

    static BigDecimal gpuHours(List<SlotUsage> slots) {
        BigDecimal hours = BigDecimal.ZERO;
        for (SlotUsage slot : slots) {
            hours = hours.add(new BigDecimal(slot.milliGpuSeconds()).divide(new BigDecimal("3600000"), MANY));
        }
        return hours;
    }

    static Energy energy(
            List<SlotUsage> slots,
            Map<Instant, StatedPrice> prices,
            long resolutionSeconds,
            BigDecimal watts,
            BigDecimal pue,
            BigDecimal rate,
            BigDecimal margin) {
        BigDecimal kwh = BigDecimal.ZERO;
        BigDecimal amount = BigDecimal.ZERO;
        BigDecimal unpriced = BigDecimal.ZERO;
        for (SlotUsage slot : slots) {
            BigDecimal unmeasuredHours = new BigDecimal(slot.milliGpuSeconds() - slot.measuredMilliGpuSeconds())
                    .divide(new BigDecimal("3600000"), MANY);
            BigDecimal it = new BigDecimal(slot.measuredMillijoules())
                    .divide(KWH, MANY)
                    .add(watts.multiply(unmeasuredHours).divide(new BigDecimal("1000"), MANY));
            BigDecimal facility = it.multiply(pue);
            long second = slot.start().getEpochSecond();
            StatedPrice price = prices.get(Instant.ofEpochSecond(second - second % resolutionSeconds));
            if (price == null) {
                unpriced = unpriced.add(facility);
                continue;
            }
            BigDecimal perKwh =
                    price.price().perMwh().value().multiply(rate).add(margin).divide(new BigDecimal("1000"), MANY);
            kwh = kwh.add(facility);
            amount = amount.add(facility.multiply(perKwh));
        }
        return new Energy(kwh, amount, unpriced);
    }
}
