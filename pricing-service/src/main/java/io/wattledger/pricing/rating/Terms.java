package io.wattledger.pricing.rating;

import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Everything but the slots that the charges of one day depend on.
 *
 * @param site where the usage was
 * @param sku what was used
 * @param tariff what the contract named
 * @param version the version of it that holds on the day
 * @param siteDay the local day at the site
 * @param quotes prices and rates as known
 */
record Terms(Site site, Sku sku, Tariff tariff, TariffVersion version, LocalDate siteDay, Quotes quotes) {

    /** The power usage effectiveness of the day. */
    Optional<BigDecimal> pue() {
        return site.pueOn(siteDay);
    }
}
