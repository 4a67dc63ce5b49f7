package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the charges of one component in one charge period come about, slot by slot: each slot is rated alone by the same
 * engine, so what is shown is what was computed and not a second telling of it.
 *
 * @param charges the charges as rated today
 * @param slots in order of time
 * @param slotSum what the slots alone add up to; differs from the charges only where a component counts by more than a
 *     slot, for example by started hours, and by the 34th digit of a division
 * @param gaps of the component in the charge period, each with what stands in for what is missing, in order of time
 */
public record Explanation(List<Charge> charges, List<Step> slots, BigDecimal slotSum, List<Gap> gaps) {

    /**
     * One slot.
     *
     * @param start start of the quarter-hour
     * @param milliGpuSeconds GPU time
     * @param itMillijoules IT energy, measured and modelled, as the charge counts it
     * @param quantity what is charged
     * @param unitPrice per unit of the quantity; absent where there is nothing to be priced
     * @param amount unrounded
     * @param missing what is missing, stood in for or only preliminary; absent where nothing is
     * @param documents SHA-256 (hex) of the documents used
     */
    public record Step(
            Instant start,
            long milliGpuSeconds,
            long itMillijoules,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            BigDecimal amount,
            @Nullable String missing,
            List<String> documents) {}

    /** Copies the lists. */
    public Explanation {
        charges = List.copyOf(charges);
        slots = List.copyOf(slots);
        gaps = List.copyOf(gaps);
    }

    /**
     * Explains a component of the charge period that begins at {@code periodStart}.
     *
     * @throws IllegalArgumentException when the day has no such period, or the period no such component
     */
    public static Explanation of(DayRating rating, DayUsage day, Instant periodStart, String component) {
        RatedUsage whole = period(rating.rate(day), periodStart);
        List<Charge> charges = ofComponent(whole, component);
        if (charges.isEmpty()) {
            throw new IllegalArgumentException("no charge of component " + component);
        }
        List<Step> steps = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (SlotUsage slot : day.slots()) {
            if (slot.isUsed()
                    && !slot.start().isBefore(whole.periodStart())
                    && slot.start().isBefore(whole.periodEnd())) {
                RatedUsage alone = rating.rate(
                                new DayUsage(day.key(), day.siteDay(), day.interval(), List.of(slot), day.contracts()))
                        .rated()
                        .getFirst();
                for (Charge charge : ofComponent(alone, component)) {
                    steps.add(step(slot, charge, alone));
                    sum = sum.add(charge.amount());
                }
            }
        }
        List<Gap> gaps = whole.gaps().stream()
                .filter(gap -> gap.component().equals(component))
                .toList();
        return new Explanation(charges, steps, Exact.normal(sum), gaps);
    }

    private static RatedUsage period(RatedDay day, Instant periodStart) {
        return day.rated().stream()
                .filter(one -> one.periodStart().equals(periodStart))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no charge period begins at " + periodStart));
    }

    private static List<Charge> ofComponent(RatedUsage rated, String component) {
        return rated.charges().stream()
                .filter(charge -> charge.component().equals(component))
                .toList();
    }

    private static Step step(SlotUsage slot, Charge charge, RatedUsage alone) {
        return new Step(
                slot.start(),
                slot.milliGpuSeconds(),
                charge.itMillijoules(),
                charge.quantity(),
                unitPrice(charge),
                charge.amount(),
                alone.gaps().stream()
                        .filter(gap -> gap.component().equals(charge.component()))
                        .map(Gap::missing)
                        .findFirst()
                        .orElse(null),
                charge.documents());
    }

    private static @Nullable BigDecimal unitPrice(Charge charge) {
        if (charge.quantity().signum() == 0) {
            return null;
        }
        return Objects.requireNonNullElseGet(
                charge.unitPrice(), () -> Exact.divide(charge.amount(), charge.quantity()));
    }
}
