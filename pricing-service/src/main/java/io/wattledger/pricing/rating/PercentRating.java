package io.wattledger.pricing.rating;

import io.wattledger.contracts.WireName;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.EarlierCharges.Placed;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.rating.PlacedCharge.Measured;
import io.wattledger.pricing.tariff.MarkUp;
import io.wattledger.pricing.tariff.PercentComponent;
import io.wattledger.pricing.tariff.Support;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A percentage of the charges of other components: {@code base × percent ÷ 100}, exact. The quantity is the base and the
 * unit price the share of it. A mark-up has a part for each kind of charge that it is on top of; support is one fee.
 */
final class PercentRating {

    private static final Comparator<Group> ORDER =
            Comparator.comparing(Group::place).thenComparing(Group::kind);

    private PercentRating() {}

    private record Group(
            Place place, ChargeKind kind, @Nullable String part) {}

    /** From the charges of the same charge period that come before it in the version. */
    static ComponentCharges ofDay(PercentComponent component, List<Charge> earlier) {
        Place here = new Place(RatedUsage.ALL, RatedUsage.ALL, RatedUsage.ALL);
        List<Placed> base = earlier.stream()
                .filter(charge -> component.components().contains(charge.component()))
                .map(charge -> new Placed(here, charge))
                .toList();
        List<Charge> charges = new ArrayList<>();
        sums(component, base)
                .forEach((group, sum) -> charges.add(PlacedCharge.ofDay(
                        component, group.part(), group.kind(), measured(component, sum), amount(component, sum))));
        return new ComponentCharges(charges, List.of());
    }

    /** From the charges of the month that come before it in the version, for each place by itself. */
    static MonthCharges ofMonth(PercentComponent component, EarlierCharges earlier) {
        List<ProjectCharge> charges = new ArrayList<>();
        sums(component, earlier.ofMonth(component.components()))
                .forEach((group, sum) -> charges.add(PlacedCharge.at(
                        group.place(),
                        component,
                        group.part(),
                        group.kind(),
                        measured(component, sum),
                        amount(component, sum))));
        return MonthCharges.of(charges);
    }

    private static SortedMap<Group, BigDecimal> sums(PercentComponent component, List<Placed> base) {
        SortedMap<Group, BigDecimal> sums = new TreeMap<>(ORDER);
        for (Placed one : base) {
            sums.merge(group(component, one), one.charge().amount(), BigDecimal::add);
        }
        return sums;
    }

    private static Group group(PercentComponent component, Placed one) {
        ChargeKind kind = one.charge().kind();
        return switch (component) {
            case MarkUp markUp -> new Group(one.place(), kind, WireName.of(kind));
            case Support support -> new Group(one.place(), ChargeKind.FEE, null);
        };
    }

    private static Measured measured(PercentComponent component, BigDecimal base) {
        return new Measured(base, ChargeUnit.ONE, component.percent().movePointLeft(2));
    }

    private static BigDecimal amount(PercentComponent component, BigDecimal base) {
        return base.multiply(component.percent()).movePointLeft(2);
    }
}
