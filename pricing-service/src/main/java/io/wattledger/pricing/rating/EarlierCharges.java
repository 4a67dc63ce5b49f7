package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** The charges that the components before one have made in the same part of a month: those of the days and of the month. */
final class EarlierCharges {

    private final List<AtSite> charges = new ArrayList<>();
    private final List<ProjectCharge> months = new ArrayList<>();

    /**
     * A charge and where it falls.
     *
     * @param site of its own, or that of its day; {@code RatedUsage.ALL} for none
     * @param charge as rated
     */
    private record AtSite(String site, Charge charge) {}

    /** The charges of the days of a part. */
    EarlierCharges(MonthPart part) {
        for (RatedUsage day : part.days()) {
            day.charges().forEach(charge -> charges.add(new AtSite(day.site(), charge)));
        }
    }

    /** Adds what a component of the month has made. */
    void add(List<ProjectCharge> ofMonth) {
        months.addAll(ofMonth);
        for (ProjectCharge one : ofMonth) {
            String site = one.charge().site();
            charges.add(new AtSite(site == null ? RatedUsage.ALL : site, one.charge()));
        }
    }

    /** What components of the month have made. */
    List<ProjectCharge> ofMonth() {
        return List.copyOf(months);
    }

    /** Facility kWh that components have charged at sites; what was bought and sold again is counted once, as used. */
    BigDecimal facilityKwh(Collection<String> components, Predicate<String> sites) {
        BigDecimal sum = BigDecimal.ZERO;
        for (AtSite one : charges) {
            if (components.contains(one.charge.component()) && sites.test(one.site)) {
                sum = sum.add(used(one.charge));
            }
        }
        return sum;
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
        return charges.stream()
                .filter(one -> one.charge.component().equals(component) && one.site.equals(site))
                .map(one -> one.charge.amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
