package io.wattledger.pricing.tariff;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which GPU time of a contract is counted together.
 *
 * @param skus of which SKUs; at least one
 * @param sites at which sites; absent for all
 * @param perSite true where each site has a count of its own; absent for one count over all
 */
public record CountedTime(
        List<String> skus,
        @Nullable List<String> sites,
        @Nullable Boolean perSite) {

    /** Copies the lists. */
    public CountedTime {
        skus = List.copyOf(skus);
        sites = sites == null ? null : List.copyOf(sites);
    }

    /** Whether the time of a SKU at a site is counted. */
    public boolean contains(String sku, String site) {
        return skus.contains(sku) && (sites == null || sites.contains(site));
    }

    /** Whether each site has a count of its own. */
    public boolean countsPerSite() {
        return Boolean.TRUE.equals(perSite);
    }

    void check(Flaws flaws) {
        if (skus.isEmpty()) {
            flaws.add("/skus", "names no SKU");
        }
    }

    List<Mention> mentions(String at) {
        List<Mention> mentions = new ArrayList<>();
        for (int number = 0; number < skus.size(); number++) {
            mentions.add(new Mention(at + "/skus/" + number, Mention.What.SKU, skus.get(number)));
        }
        for (int number = 0; sites != null && number < sites.size(); number++) {
            mentions.add(new Mention(at + "/sites/" + number, Mention.What.SITE, sites.get(number)));
        }
        return mentions;
    }
}
