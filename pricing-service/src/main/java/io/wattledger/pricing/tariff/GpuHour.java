package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A price per GPU-hour, by SKU and, where it differs, by site.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param prices at least one, no two for the same SKU and site
 */
public record GpuHour(String id, String description, List<Price> prices) implements DayComponent {

    /**
     * One entry of the price list.
     *
     * @param sku what is rented
     * @param site where; absent means at every site that has no entry of its own
     * @param pricePerGpuHour in the currency of the tariff; 0 or more
     */
    public record Price(String sku, @Nullable String site, BigDecimal pricePerGpuHour) {}

    /** Copies the list. */
    public GpuHour {
        prices = List.copyOf(prices);
    }

    /** The price of a SKU at a site: the entry that names the site wins over the one that does not. */
    public Optional<BigDecimal> priceOf(String sku, String site) {
        return prices.stream()
                .filter(price -> price.sku().equals(sku))
                .filter(price -> price.site() == null || price.site().equals(site))
                .max(Comparator.comparing(price -> price.site() != null))
                .map(Price::pricePerGpuHour);
    }

    @Override
    public void check(Flaws flaws) {
        if (prices.isEmpty()) {
            flaws.add("/prices", "there is no price");
        }
        Set<List<String>> seen = new HashSet<>();
        for (int number = 0; number < prices.size(); number++) {
            Price price = prices.get(number);
            if (price.pricePerGpuHour().signum() < 0) {
                flaws.add(
                        "/prices/" + number + "/pricePerGpuHour",
                        price.pricePerGpuHour().toPlainString() + " is below 0");
            }
            if (!seen.add(List.of(price.sku(), Objects.requireNonNullElse(price.site(), "")))) {
                flaws.add("/prices/" + number, "there are two prices for SKU " + price.sku() + " at the same site");
            }
        }
    }

    @Override
    public List<Mention> mentions() {
        List<Mention> mentions = new ArrayList<>();
        for (int number = 0; number < prices.size(); number++) {
            String place = "/prices/" + number;
            mentions.add(new Mention(
                    place + "/sku", Mention.What.SKU, prices.get(number).sku()));
            String site = prices.get(number).site();
            if (site != null) {
                mentions.add(new Mention(place + "/site", Mention.What.SITE, site));
            }
        }
        return mentions;
    }
}
