package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Finds the charges of the components that another one names as its base. */
final class BaseCharges {

    private BaseCharges() {}

    /**
     * A charge with what it falls to.
     *
     * @param place where
     * @param charge the charge
     */
    record Placed(Place place, Charge charge) {

        static Placed of(ProjectCharge one) {
            Charge charge = one.charge();
            return new Placed(
                    new Place(
                            one.project(),
                            Objects.requireNonNullElse(charge.site(), RatedUsage.ALL),
                            Objects.requireNonNullElse(charge.sku(), RatedUsage.ALL)),
                    charge);
        }
    }

    /** Charges of the month itself. */
    static List<Placed> ofMonth(List<String> components, List<ProjectCharge> earlier) {
        return earlier.stream()
                .filter(one -> components.contains(one.charge().component()))
                .map(Placed::of)
                .toList();
    }

    /** Charges of the days of a part of a month, and those of the month itself. */
    static List<Placed> ofDaysAndMonth(List<String> components, MonthPart part, List<ProjectCharge> earlier) {
        List<Placed> charges = new ArrayList<>();
        for (RatedUsage day : part.days()) {
            for (Charge charge : day.charges()) {
                if (components.contains(charge.component())) {
                    charges.add(new Placed(Place.of(day), charge));
                }
            }
        }
        charges.addAll(ofMonth(components, earlier));
        return charges;
    }
}
