package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import java.util.List;

/**
 * What one component makes of a part of a month.
 *
 * @param charges each with the project that it falls to
 * @param gaps what could not be priced, each with its project
 */
record MonthCharges(List<ProjectCharge> charges, List<ProjectGap> gaps) {

    /**
     * A charge of a project.
     *
     * @param project the tenant's subdivision; {@code RatedUsage.ALL} for what falls to none
     * @param charge with its own site and SKU where it falls to one
     */
    record ProjectCharge(String project, Charge charge) {}

    /**
     * A gap of a project.
     *
     * @param project as above
     * @param gap what is missing
     */
    record ProjectGap(String project, Gap gap) {}

    /** Copies the lists. */
    MonthCharges {
        charges = List.copyOf(charges);
        gaps = List.copyOf(gaps);
    }

    /** What the entries of a component have made, together. */
    static MonthCharges together(List<MonthCharges> all) {
        return new MonthCharges(
                all.stream().flatMap(one -> one.charges().stream()).toList(),
                all.stream().flatMap(one -> one.gaps().stream()).toList());
    }

    static MonthCharges of(List<ProjectCharge> charges) {
        return new MonthCharges(charges, List.of());
    }
}
