package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.pricing.tariff.Component;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Energy at a price per kWh: {@code Σ IT energy × factor × price}. Sums and products are exact and are divided once at the
 * end. A slot without a price is a gap and counts neither as energy nor as money.
 */
final class KwhRating {

    private final Component component;
    private final Measure measure;
    private final PriceCurve curve;
    private final EnergyRun energy;
    private final GapRuns gaps;
    private final SortedSet<String> documents = new TreeSet<>();

    /** Millijoules times price per MWh, before the factor. */
    private final ExactSum cost = new ExactSum();

    private final ExactSum itEnergy = new ExactSum();
    private final ExactSum estimatedEnergy = new ExactSum();

    /** The same three where whole units do not fit. */
    private BigDecimal exactCost = BigDecimal.ZERO;

    private BigDecimal exactEnergy = BigDecimal.ZERO;
    private BigDecimal exactEstimated = BigDecimal.ZERO;
    /** The last slot that was priced; below 0 before the first. */
    private int pricePlace = -1;

    private boolean onePrice = true;

    private KwhRating(Component component, Measure measure, PriceCurve curve, EnergyRun energy) {
        this.component = component;
        this.measure = measure;
        this.curve = curve;
        this.energy = energy;
        this.gaps = new GapRuns(component.id());
    }

    /**
     * How energy is counted and what its charge is called.
     *
     * @param kind of the charge
     * @param unit {@code FACILITY_KWH} or {@code IT_KWH}
     * @param factor from IT energy to the energy that is counted: the PUE, or 1
     * @param share the part of the energy that this component prices, from 0 to 1
     */
    record Measure(ChargeKind kind, ChargeUnit unit, BigDecimal factor, BigDecimal share) {

        /** From IT energy to the energy that is charged. */
        BigDecimal charged() {
            return factor.multiply(share);
        }
    }

    static ComponentCharges rate(Component component, Measure measure, PriceCurve curve, EnergyRun energy) {
        KwhRating rating = new KwhRating(component, measure, curve, energy);
        long[] units = energy.units();
        long[] estimated = energy.estimatedUnits();
        long[] prices = curve.units();
        if (units == null || estimated == null || prices == null) {
            rating.addDecimals();
        } else {
            rating.addUnits(units, estimated, prices);
        }
        return rating.result();
    }

    /** The loop that every slot of every series goes through: whole numbers only, and nothing made per slot. */
    private void addUnits(long[] units, long[] estimated, long[] prices) {
        List<SlotUsage> slots = energy.slots();
        int[] documentsOf = curve.documentsOf();
        int lastDocuments = PriceCurve.TOLD_APART;
        for (int slot = 0; slot < units.length; slot++) {
            int place = curve.indexOf(slots.get(slot).start());
            if (documentsOf[place] == PriceCurve.TOLD_APART) {
                if (!isPriced(slot, place)) {
                    continue;
                }
            } else if (documentsOf[place] != lastDocuments) {
                lastDocuments = documentsOf[place];
                documents.addAll(curve.documents().get(lastDocuments));
            }
            notePrice(place);
            cost.addProduct(units[slot], prices[place]);
            itEnergy.add(units[slot]);
            estimatedEnergy.add(estimated[slot]);
        }
    }

    /** Remembers whether all prices so far are the same one. */
    private void notePrice(int place) {
        if (onePrice && place != pricePlace) {
            onePrice = pricePlace < 0 || curve.samePrice(pricePlace, place);
            pricePlace = place;
        }
    }

    private void addDecimals() {
        List<SlotUsage> slots = energy.slots();
        for (int slot = 0; slot < slots.size(); slot++) {
            int place = curve.indexOf(slots.get(slot).start());
            if (isPriced(slot, place) && curve.at(place) instanceof SlotPrice.Known known) {
                notePrice(place);
                BigDecimal millijoules = energy.millijoules(slot);
                exactCost = exactCost.add(millijoules.multiply(known.perMwh()));
                exactEnergy = exactEnergy.add(millijoules);
                exactEstimated = exactEstimated.add(energy.estimatedMillijoules(slot));
            }
        }
    }

    /** Whether the slot has a price; notes its documents, and a gap where it has none or one that stands in. */
    private boolean isPriced(int slot, int place) {
        return switch (curve.at(place)) {
            case SlotPrice.Missing missing -> {
                gap(slot, missing.name(), null);
                yield false;
            }
            case SlotPrice.Known known -> {
                documents.addAll(known.documents());
                if (known.missing() != null) {
                    gap(slot, known.missing(), known.filledBy());
                }
                yield true;
            }
        };
    }

    private void gap(int slot, String missing, @Nullable String filledBy) {
        BigDecimal facility = energy.millijoules(slot).multiply(measure.charged());
        gaps.add(energy.slots().get(slot), missing, facility, filledBy);
    }

    private ComponentCharges result() {
        BigDecimal allCost = exactCost.add(cost.value(energy.scale() + curve.scale()));
        BigDecimal allEnergy = exactEnergy.add(itEnergy.value(energy.scale()));
        BigDecimal allEstimated = exactEstimated.add(estimatedEnergy.value(energy.scale()));
        return ComponentCharges.of(
                new Charge(
                        component.id(),
                        null,
                        measure.kind(),
                        component.description(),
                        null,
                        null,
                        Exact.divide(allEnergy.multiply(measure.charged()), Exact.MILLIJOULES_PER_KWH),
                        measure.unit(),
                        unitPrice(),
                        Exact.divide(allCost.multiply(measure.charged()), Exact.MILLIJOULES_PER_MWH),
                        wholeMillijoules(allEnergy.multiply(measure.share())),
                        wholeMillijoules(allEstimated.multiply(measure.share())),
                        List.copyOf(documents)),
                gaps.gaps());
    }

    /** Per kWh, where it was the same in every slot. */
    private @Nullable BigDecimal unitPrice() {
        return onePrice && pricePlace >= 0 && curve.at(pricePlace) instanceof SlotPrice.Known known
                ? Exact.normal(known.perMwh().scaleByPowerOfTen(-3))
                : null;
    }

    /** For show only: amounts are made from the exact energy. */
    private static long wholeMillijoules(BigDecimal exact) {
        return exact.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
