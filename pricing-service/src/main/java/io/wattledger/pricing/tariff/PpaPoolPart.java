package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's part of what a pool of plants generates under a power purchase agreement, taken or not: what is used above the
 * part is bought at the spot price, what is left of it is sold at the spot price. So it prices all facility energy of a site.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param sites at least one, no two for the same site
 */
public record PpaPoolPart(String id, String description, List<SitePart> sites) implements MonthComponent {

    /**
     * The part at one site.
     *
     * @param site where
     * @param partPercent of the pool's generation; above 0 and at most 100
     * @param pool what the pool generates
     * @param pricePerMwh price of the part in the currency of the tariff; 0 or more
     * @param series id of the price series that gives the spot price
     * @param exchangeRate id of the exchange rate; absent where the series is in the tariff's currency
     */
    public record SitePart(
            String site,
            BigDecimal partPercent,
            Pool pool,
            BigDecimal pricePerMwh,
            String series,
            @Nullable String exchangeRate) {}

    /**
     * What a pool generates: the values of a series, or a profile that repeats.
     *
     * @param series id of a series in the form of prices, whose values are the mean power in MW over each of its slots
     * @param profile the power at some hours; the first band that fits holds, where none fits there is no generation
     */
    public record Pool(@Nullable String series, @Nullable List<Output> profile) {

        /** Copies the list. */
        public Pool {
            profile = profile == null ? null : List.copyOf(profile);
        }

        /** The profile; empty where there is a series. */
        public List<Output> outputs() {
            return Objects.requireNonNullElse(profile, List.of());
        }
    }

    /**
     * A power and when it holds.
     *
     * @param hours by the local clock of the site; absent means at all hours
     * @param megawatts 0 or more
     */
    public record Output(@Nullable LocalHours hours, BigDecimal megawatts) {}

    /** Copies the list. */
    public PpaPoolPart {
        sites = List.copyOf(sites);
    }

    @Override
    public List<EnergyPart> energyParts() {
        return EnergyPart.whole(sites, SitePart::site);
    }

    @Override
    public void check(Flaws flaws) {
        flaws.sites(sites, SitePart::site);
        for (int number = 0; number < sites.size(); number++) {
            SitePart one = sites.get(number);
            String place = "/sites/" + number;
            flaws.noShare(place + "/partPercent", one.partPercent());
            flaws.negative(place + "/pricePerMwh", one.pricePerMwh());
            if ((one.pool().series() == null) == one.pool().outputs().isEmpty()) {
                flaws.add(place + "/pool", "must have either a series or a profile");
            }
            List<Output> outputs = one.pool().outputs();
            for (int band = 0; band < outputs.size(); band++) {
                Flaws ofBand = flaws.at(place + "/pool/profile/" + band);
                ofBand.negative("/megawatts", outputs.get(band).megawatts());
                LocalHours hours = outputs.get(band).hours();
                if (hours != null) {
                    hours.check(ofBand.at("/hours"));
                }
            }
        }
    }

    @Override
    public List<IndexUse> indexUses() {
        List<IndexUse> uses = new ArrayList<>();
        for (int number = 0; number < sites.size(); number++) {
            SitePart one = sites.get(number);
            uses.add(new IndexUse("/sites/" + number, one.site(), one.series(), one.exchangeRate()));
            String generation = one.pool().series();
            if (generation != null) {
                uses.add(IndexUse.ofPower("/sites/" + number + "/pool", one.site(), generation));
            }
        }
        return uses;
    }
}
