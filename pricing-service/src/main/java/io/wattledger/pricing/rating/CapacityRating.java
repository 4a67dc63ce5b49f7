package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.CapacityCharge;
import io.wattledger.pricing.tariff.CapacityCharge.SiteCapacity;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Capacity at a price per kilowatt and year, or its twelfth for a month: {@code kW × price × part of the year}. The part is a fraction of whole
 * numbers, told by the named proration, so that the parts of a year add up to it.
 */
final class CapacityRating {

    private static final BigDecimal MONTHS = BigDecimal.valueOf(12);

    private CapacityRating() {}

    static MonthCharges rate(CapacityCharge component, MonthPart part) {
        List<ProjectCharge> charges = new ArrayList<>();
        for (SiteCapacity capacity : component.sites()) {
            BigDecimal months = months(component.proration(), part, part.site(capacity.site()));
            BigDecimal kilowattMonths = capacity.kilowatts().multiply(months);
            charges.add(new ProjectCharge(
                    RatedUsage.ALL,
                    new Charge(
                            component.id(),
                            null,
                            ChargeKind.GRID,
                            component.description(),
                            capacity.site(),
                            null,
                            Exact.normal(kilowattMonths),
                            ChargeUnit.KILOWATT_MONTH,
                            null,
                            amount(capacity, kilowattMonths),
                            0,
                            0,
                            List.of())));
        }
        return MonthCharges.of(charges);
    }

    private static BigDecimal amount(SiteCapacity capacity, BigDecimal kilowattMonths) {
        BigDecimal ofYear = capacity.pricePerKilowattYear();
        return ofYear != null
                ? Exact.divide(kilowattMonths.multiply(ofYear), MONTHS)
                : Exact.normal(kilowattMonths.multiply(Objects.requireNonNull(capacity.pricePerKilowattMonth())));
    }

    /** The part in twelfths of a year. */
    private static BigDecimal months(CapacityCharge.Proration proration, MonthPart part, Site site) {
        LocalDate first = part.firstDay();
        return switch (proration) {
            case MONTHS -> quotient(days(part), BigDecimal.valueOf(first.lengthOfMonth()));
            case DAYS -> quotient(days(part).multiply(MONTHS), BigDecimal.valueOf(first.lengthOfYear()));
            case HOURS -> {
                Interval held = part.intervalAt(site);
                Interval year = new Interval(
                        first.withDayOfYear(1).atStartOfDay(site.timeZone()).toInstant(),
                        first.withDayOfYear(1)
                                .plusYears(1)
                                .atStartOfDay(site.timeZone())
                                .toInstant());
                yield quotient(seconds(held).multiply(MONTHS), seconds(year));
            }
        };
    }

    private static BigDecimal days(MonthPart part) {
        return BigDecimal.valueOf(part.localDays());
    }

    private static BigDecimal seconds(Interval interval) {
        return BigDecimal.valueOf(ChronoUnit.SECONDS.between(interval.start(), interval.end()));
    }

    private static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return Exact.divide(dividend, divisor);
    }
}
