package io.wattledger.pricing.catalog;

import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyPart;
import io.wattledger.pricing.tariff.Flaws;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that the shares into which the energy of a site is divided come to the whole of it: what no share has would be free of
 * charge without anybody seeing it, and what two have would be charged twice. Components without a share have all of the
 * energy and may stand beside others.
 */
final class EnergyOnce {

    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    private EnergyOnce() {}

    /**
     * What has been shared out of a site's energy.
     *
     * @param percent above 0
     * @param last the place of the component that has the last share
     */
    private record Shared(BigDecimal percent, int last) {}

    static void check(List<Component> components, Flaws flaws) {
        shared(components).forEach((site, shared) -> {
            if (!isWhole(shared)) {
                flaws.add("/components/" + shared.last, words(site, shared.percent));
            }
        });
    }

    /** What is wrong, by the site where it is. */
    static Map<String, String> flawsBySite(List<Component> components) {
        Map<String, String> flaws = new LinkedHashMap<>();
        shared(components).forEach((site, shared) -> {
            if (!isWhole(shared)) {
                flaws.put(site, words(site, shared.percent));
            }
        });
        return flaws;
    }

    private static boolean isWhole(Shared shared) {
        return shared.percent.compareTo(WHOLE) == 0;
    }

    private static String words(String site, BigDecimal percent) {
        return "the shares of the energy at site " + site + " come to "
                + percent.stripTrailingZeros().toPlainString()
                + " per cent; they must come to 100, or part of it is charged never or twice";
    }

    private static Map<String, Shared> shared(List<Component> components) {
        Map<String, Shared> bySite = new LinkedHashMap<>();
        for (int number = 0; number < components.size(); number++) {
            for (EnergyPart part : components.get(number).energyParts()) {
                BigDecimal percent = part.sharePercent();
                if (percent != null) {
                    bySite.merge(
                            part.site(),
                            new Shared(percent, number),
                            (one, more) -> new Shared(one.percent.add(more.percent), more.last));
                }
            }
        }
        return bySite;
    }
}
