package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Facility energy at prices by the hour of the site's own clock, by site. Day and night, workdays and weekends, and
 * seasons are bands; the first band that fits a quarter-hour gives its price, and the last one fits all.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param purpose what the prices are for; absent means the energy itself
 * @param holidays local days that count as {@code HOLIDAY} and as no other day of the week; absent for none
 * @param sites at least one, no two for the same site
 */
public record TimeOfUse(
        String id,
        String description,
        @Nullable Purpose purpose,
        @Nullable List<LocalDate> holidays,
        List<SiteBands> sites)
        implements PricePerKwhComponent {

    /**
     * The bands of one site.
     *
     * @param site where
     * @param bands at least one; the last has no conditions
     */
    public record SiteBands(String site, List<Band> bands) {

        /** Copies the list. */
        public SiteBands {
            bands = List.copyOf(bands);
        }
    }

    /**
     * A price and when it holds.
     *
     * @param hours by the local clock; absent means at all hours
     * @param pricePerKwh in the currency of the tariff; 0 or more
     */
    public record Band(@Nullable LocalHours hours, BigDecimal pricePerKwh) {}

    /** Copies the lists. */
    public TimeOfUse {
        holidays = holidays == null ? null : List.copyOf(holidays);
        sites = List.copyOf(sites);
    }

    /** What the prices are for. */
    public Purpose use() {
        return Objects.requireNonNullElse(purpose, Purpose.ENERGY);
    }

    /** Whether a local day is one of the holidays. */
    public boolean isHoliday(LocalDate day) {
        return holidays != null && holidays.contains(day);
    }

    /** The bands of a site; empty where the component does not name it. */
    public Optional<SiteBands> bandsAt(String site) {
        return sites.stream().filter(one -> one.site().equals(site)).findFirst();
    }

    @Override
    public List<EnergyPart> energyParts() {
        return use() == Purpose.ENERGY ? EnergyPart.whole(sites, SiteBands::site) : List.of();
    }

    @Override
    public void check(Flaws flaws) {
        flaws.sites(sites, SiteBands::site);
        for (int number = 0; number < sites.size(); number++) {
            List<Band> bands = sites.get(number).bands();
            String place = "/sites/" + number + "/bands";
            if (bands.isEmpty() || bands.getLast().hours() != null) {
                flaws.add(place, "the last band must hold at all hours, so that no quarter-hour is without a price");
            }
            for (int band = 0; band < bands.size(); band++) {
                flaws.negative(
                        place + "/" + band + "/pricePerKwh", bands.get(band).pricePerKwh());
                LocalHours hours = bands.get(band).hours();
                if (hours != null) {
                    hours.check(flaws.at(place + "/" + band + "/hours"));
                } else if (band < bands.size() - 1) {
                    flaws.add(place + "/" + band, "this band holds at all hours, so those after it never do");
                }
            }
        }
    }

    @Override
    public List<Mention> mentions() {
        return Mention.sites(sites, SiteBands::site);
    }
}
