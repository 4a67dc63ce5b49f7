package io.wattledger.pricing.catalog;

import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.FixedPerKwh;
import io.wattledger.pricing.tariff.Flaws;
import io.wattledger.pricing.tariff.PpaShare;
import io.wattledger.pricing.tariff.Purpose;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the shares into which the energy of a site is divided come to the whole of it: what no share has would be free of
 * charge without anybody seeing it, and what two have would be charged twice. Components without a share have all of the
 * energy and may stand beside others.
 */
final class EnergyOnce {

    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    private EnergyOnce() {}

    /** What has been shared out of a site's energy, and by which component last. */
    private record Shared(BigDecimal percent, int last) {}

    static void check(List<Component> components, Flaws flaws) {
        Map<String, Shared> bySite = new LinkedHashMap<>();
        for (int number = 0; number < components.size(); number++) {
            int at = number;
            shares(components.get(number))
                    .forEach((site, percent) -> bySite.merge(
                            site,
                            new Shared(percent, at),
                            (one, more) -> new Shared(one.percent.add(more.percent), at)));
        }
        bySite.forEach((site, shared) -> {
            if (shared.percent.compareTo(WHOLE) != 0) {
                flaws.add(
                        "/components/" + shared.last,
                        "the shares of the energy at site " + site + " come to "
                                + shared.percent.stripTrailingZeros().toPlainString()
                                + " per cent; they must come to 100, or part of it is charged never or twice");
            }
        });
    }

    /** The shares that a component states, by site. */
    private static Map<String, BigDecimal> shares(Component component) {
        Map<String, BigDecimal> shares = new LinkedHashMap<>();
        switch (component) {
            case EnergyIndex index -> index.sites().forEach(one -> put(shares, one.site(), one.sharePercent()));
            case EnergyIndexMonth index -> index.sites().forEach(one -> put(shares, one.site(), one.sharePercent()));
            case PpaShare ppa -> ppa.sites().forEach(one -> put(shares, one.site(), one.sharePercent()));
            case FixedPerKwh fixed
            when fixed.use() == Purpose.ENERGY ->
                fixed.sites().forEach(one -> put(shares, one.site(), one.sharePercent()));
            default -> {
                // Takes no share of the energy.
            }
        }
        return shares;
    }

    private static void put(Map<String, BigDecimal> shares, String site, @Nullable BigDecimal percent) {
        if (percent != null) {
            shares.put(site, percent);
        }
    }
}
