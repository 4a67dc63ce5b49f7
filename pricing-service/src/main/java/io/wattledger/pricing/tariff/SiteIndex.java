package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the energy of one site follows an index: {@code index × exchange rate}, inside the limits, plus the margin.
 *
 * @param site where
 * @param series id of the price series
 * @param exchangeRate id of the exchange rate; absent where the series is in the tariff's currency
 * @param marginPerMwh on top of every priced MWh, in the tariff's currency; absent for none
 * @param collar floor and cap; absent for none
 * @param sharePercent the part of the energy that follows the index, above 0 and at most 100; absent means all of it
 * @param whenMissing what holds where the index has no price; absent means that the energy is held
 */
public record SiteIndex(
        String site,
        String series,
        @Nullable String exchangeRate,
        @Nullable BigDecimal marginPerMwh,
        @Nullable Collar collar,
        @Nullable BigDecimal sharePercent,
        @Nullable WhenMissing whenMissing) {

    /** An index with nothing but a margin. */
    public SiteIndex(String site, String series, @Nullable String exchangeRate, @Nullable BigDecimal marginPerMwh) {
        this(site, series, exchangeRate, marginPerMwh, null, null, null);
    }

    /** The margin per MWh; 0 for none. */
    public BigDecimal margin() {
        return Objects.requireNonNullElse(marginPerMwh, BigDecimal.ZERO);
    }

    /** The part of the energy, from 0 to 1. */
    public BigDecimal share() {
        return sharePercent == null ? BigDecimal.ONE : sharePercent.movePointLeft(2);
    }

    static void check(List<SiteIndex> sites, Flaws flaws) {
        flaws.sites(sites, SiteIndex::site);
        for (int number = 0; number < sites.size(); number++) {
            SiteIndex one = sites.get(number);
            if (one.collar != null) {
                one.collar.check(flaws.at("/sites/" + number + "/collar"));
            }
            flaws.noShare("/sites/" + number + "/sharePercent", one.sharePercent);
        }
    }

    static List<EnergyPart> parts(List<SiteIndex> sites) {
        return sites.stream()
                .map(one -> new EnergyPart(one.site, one.sharePercent))
                .toList();
    }

    static List<IndexUse> uses(List<SiteIndex> sites) {
        List<IndexUse> uses = new ArrayList<>();
        for (SiteIndex one : sites) {
            uses.add(new IndexUse("/sites/" + uses.size(), one.site, one.series, one.exchangeRate));
        }
        return uses;
    }
}
