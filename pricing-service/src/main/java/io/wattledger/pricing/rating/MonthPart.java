package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The part of a contract's billing month in which one tariff version holds: what a component of the month is rated from.
 *
 * @param month the whole of it
 * @param agreement sites and SKUs by id
 * @param quotes prices and rates as known
 * @param tariff what the contract named
 * @param negotiated the version that holds, with what is negotiated where the month begins
 * @param firstDay first local day, at every site, of this part
 * @param endDay first local day after it
 * @param place whether other parts of the month come before and after it
 */
record MonthPart(
        MonthUsage month,
        Agreement agreement,
        Quotes quotes,
        Tariff tariff,
        Negotiated negotiated,
        LocalDate firstDay,
        LocalDate endDay,
        Neighbours place) {

    /**
     * Where a part lies in its month. Days of a site and months of a contract may follow different clocks; what a site's
     * clock puts outside all parts belongs to the first or the last one, so that nothing is lost.
     *
     * @param before whether there is a part before, or time in which the tariff had no version yet
     * @param after whether there is a part after
     */
    record Neighbours(boolean before, boolean after) {}

    /** The components that hold. */
    TariffVersion version() {
        return negotiated.version();
    }

    /** The rated charge periods of this part, of all series. */
    List<RatedUsage> days() {
        return month.days().stream().filter(day -> order(day) == 0).toList();
    }

    /** Below 0 where a charge period of the month lies before this part, above 0 where it lies after it, 0 inside. */
    int order(RatedUsage day) {
        int order = day.tariffVersion().compareTo(version().validFrom());
        if (order < 0) {
            return place.before() ? -1 : 0;
        }
        return order > 0 && place.after() ? 1 : 0;
    }

    /** The slots of this part by site and SKU: those of its local days at each site. */
    List<SkuLoad> loads() {
        return SkuLoad.together(projectLoads());
    }

    /** The same by project. */
    List<ProjectLoad> projectLoads() {
        List<ProjectLoad> loads = new ArrayList<>();
        for (ProjectLoad load : month.loads()) {
            Site site = agreement.sites().get(load.site());
            if (site != null) {
                Interval interval = intervalAt(site);
                loads.add(new ProjectLoad(
                        load.project(),
                        load.site(),
                        load.sku(),
                        load.slots().stream()
                                .filter(slot -> interval.contains(slot.start()))
                                .toList()));
            }
        }
        return loads;
    }

    /** How many local days it has. */
    long localDays() {
        return ChronoUnit.DAYS.between(firstDay, endDay);
    }

    /** The part of a month's price that falls to the local days of this part. */
    BigDecimal ofMonth(BigDecimal whole) {
        return Exact.divide(
                whole.multiply(BigDecimal.valueOf(localDays())), BigDecimal.valueOf(firstDay.lengthOfMonth()));
    }

    /** This part as instants at a site: its local days there, inside the month. */
    Interval intervalAt(Site site) {
        Instant start = firstDay.atStartOfDay(site.timeZone()).toInstant();
        Instant end = endDay.atStartOfDay(site.timeZone()).toInstant();
        Interval whole = month.interval();
        return new Interval(
                place.before() && start.isAfter(whole.start()) ? start : whole.start(),
                place.after() && end.isBefore(whole.end()) ? end : whole.end());
    }

    /** A site that the catalog was checked to have. */
    Site site(String id) {
        return Objects.requireNonNull(agreement.sites().get(id), id);
    }

    Map<String, Sku> skus() {
        return agreement.skus();
    }
}
