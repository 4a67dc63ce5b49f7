package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The charges that the components before one have made in the same part of a month: those of the days and of the month. */
final class EarlierCharges {

    private final List<Placed> ofDays = new ArrayList<>();
    private final List<Placed> ofMonth = new ArrayList<>();

    /**
     * A charge with what it falls to.
     *
     * @param place where
     * @param charge as rated
     */
    record Placed(Place place, Charge charge) {

        private static Placed of(ProjectCharge one) {
            Charge charge = one.charge();
            return new Placed(
                    new Place(
                            one.project(),
                            Objects.requireNonNullElse(charge.site(), RatedUsage.ALL),
                            Objects.requireNonNullElse(charge.sku(), RatedUsage.ALL)),
                    charge);
        }
    }

    /** The charges of the days of a part. */
    EarlierCharges(MonthPart part) {
        for (RatedUsage day : part.days()) {
            day.charges().forEach(charge -> ofDays.add(new Placed(Place.of(day), charge)));
        }
    }

    /** Adds what a component of the month has made. */
    void add(List<ProjectCharge> made) {
        made.forEach(one -> ofMonth.add(Placed.of(one)));
    }

    /** What components have charged, by the day and by the month. */
    List<Placed> of(Collection<String> components) {
        return Stream.concat(ofDays.stream(), ofMonth.stream())
                .filter(one -> components.contains(one.charge().component()))
                .toList();
    }

    /** What components have charged by the month alone. */
    List<Placed> ofMonth(Collection<String> components) {
        return ofMonth.stream()
                .filter(one -> components.contains(one.charge().component()))
                .toList();
    }

    /** Facility kWh that components have charged at sites; what was bought and sold again is counted once, as used. */
    BigDecimal facilityKwh(Collection<String> components, Predicate<String> sites) {
        return of(components).stream()
                .filter(one -> sites.test(one.place().site()))
                .map(one -> used(one.charge()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal used(Charge charge) {
        if (charge.unit() != ChargeUnit.FACILITY_KWH) {
            return BigDecimal.ZERO;
        }
        return switch (charge.kind()) {
            case CREDIT -> charge.quantity().negate();
            default -> charge.quantity();
        };
    }

    /** What a component has charged at a site. */
    BigDecimal amount(String component, String site) {
        return of(List.of(component)).stream()
                .filter(one -> one.place().site().equals(site))
                .map(one -> one.charge().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
