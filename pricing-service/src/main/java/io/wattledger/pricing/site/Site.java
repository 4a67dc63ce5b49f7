package io.wattledger.pricing.site;

import io.wattledger.contracts.vocabulary.Interval;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place where GPUs stand.
 *
 * @param id id in the catalog
 * @param place what it is called and where it lies
 * @param timeZone days and tariff versions begin at its local midnights
 * @param state where it stands in its life
 * @param capacityKilowatts electrical capacity; absent where the catalog does not say
 * @param pue in order of {@code validFrom}
 * @param operator who runs it, and in which currency
 * @param declared what is declared of its energy
 */
public record Site(
        String id,
        Place place,
        ZoneId timeZone,
        SiteState state,
        @Nullable BigDecimal capacityKilowatts,
        List<PowerUsage> pue,
        Operator operator,
        Declared declared) {

    /**
     * What a site is called and where it lies.
     *
     * @param name as on an invoice
     * @param country ISO 3166-1 alpha-2
     * @param biddingZone for example {@code NO4}
     */
    public record Place(String name, String country, String biddingZone) {}

    /**
     * Who runs a site.
     *
     * @param legalEntity id of the operator's company; absent where the catalog does not say
     * @param currency ISO 4217 code of the site's own costs; absent where the catalog does not say
     */
    public record Operator(
            @Nullable String legalEntity, @Nullable String currency) {}

    /**
     * What is declared of a site's energy.
     *
     * @param taxClasses in order of {@code validFrom}; empty where no levy knows classes
     * @param carbon how its carbon is counted
     */
    public record Declared(List<TaxClass> taxClasses, CarbonMethod carbon) {

        /** Copies the list. */
        public Declared {
            taxClasses = List.copyOf(taxClasses);
        }
    }

    /** Copies the list. */
    public Site {
        pue = List.copyOf(pue);
    }

    /** A site of which neither operator nor tax nor carbon is stated. */
    public Site(
            String id,
            Place place,
            ZoneId timeZone,
            SiteState state,
            @Nullable BigDecimal capacityKilowatts,
            List<PowerUsage> pue) {
        this(
                id,
                place,
                timeZone,
                state,
                capacityKilowatts,
                pue,
                new Operator(null, null),
                new Declared(List.of(), CarbonMethod.none()));
    }

    /** The local day in which {@code instant} lies. */
    public LocalDate dayOf(Instant instant) {
        return instant.atZone(timeZone).toLocalDate();
    }

    /** The local day as an interval of 23, 24 or 25 hours. */
    public Interval interval(LocalDate day) {
        return new Interval(
                day.atStartOfDay(timeZone).toInstant(),
                day.plusDays(1).atStartOfDay(timeZone).toInstant());
    }

    /** The power usage effectiveness on a local day; empty before the first one stated. */
    public Optional<BigDecimal> pueOn(LocalDate day) {
        return pue.stream()
                .filter(one -> !one.validFrom().isAfter(day))
                .reduce((earlier, later) -> later)
                .map(one -> one.method().on(day));
    }

    /** The name of the tax class of its electricity on a local day; empty before the first one stated. */
    public Optional<String> taxClassOn(LocalDate day) {
        return declared.taxClasses().stream()
                .filter(one -> !one.validFrom().isAfter(day))
                .reduce((earlier, later) -> later)
                .map(TaxClass::name);
    }
}
