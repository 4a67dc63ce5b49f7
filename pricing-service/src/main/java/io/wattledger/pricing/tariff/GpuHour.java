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
 * <p>Pre-emptible use is a SKU of its own, whose price may be stated as a share of that of the SKU on demand.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param prices at least one, no two for the same SKU and site
 * @param granularity by which started steps time is charged; absent for the time itself, to the milli-GPU-second
 */
public record GpuHour(
        String id,
        String description,
        List<Price> prices,
        @Nullable Granularity granularity) implements DayComponent, MonthComponent, GpuTimeComponent {

    /**
     * One entry of the price list.
     *
     * @param sku what is rented
     * @param site where; absent means at every site that has no entry of its own
     * @param term what the price is agreed for, for example {@code on-demand} or {@code 12-months}; shown as the part of
     *     the charge; absent for none
     * @param pricePerGpuHour in the currency of the tariff; 0 or more; absent where {@code shareOf} states it
     * @param shareOf the price as a share of another one; absent where {@code pricePerGpuHour} states it
     */
    public record Price(
            String sku,
            @Nullable String site,
            @Nullable String term,
            @Nullable BigDecimal pricePerGpuHour,
            @Nullable Share shareOf) {

        /** A price without a term. */
        public Price(String sku, @Nullable String site, BigDecimal pricePerGpuHour) {
            this(sku, site, null, pricePerGpuHour, null);
        }
    }

    /**
     * A price as a share of that of another SKU of this list at the same site.
     *
     * @param sku the SKU on demand; its price is stated as such
     * @param percent per cent of its price; 0 or more
     */
    public record Share(String sku, BigDecimal percent) {}

    /**
     * What holds for a SKU at a site.
     *
     * @param perGpuHour in the currency of the tariff
     * @param term what the price is agreed for; absent for none
     */
    public record Agreed(BigDecimal perGpuHour, @Nullable String term) {}

    /** A price list by the time itself. */
    public GpuHour(String id, String description, List<Price> prices) {
        this(id, description, prices, null);
    }

    /** Copies the list. */
    public GpuHour {
        prices = List.copyOf(prices);
    }

    /** The price of a SKU at a site: the entry that names the site wins over the one that does not. */
    public Optional<Agreed> priceOf(String sku, String site) {
        return entry(sku, site).flatMap(price -> amount(price, site).map(amount -> new Agreed(amount, price.term())));
    }

    private Optional<Price> entry(String sku, String site) {
        return prices.stream()
                .filter(price -> price.sku().equals(sku))
                .filter(price -> price.site() == null || price.site().equals(site))
                .max(Comparator.comparing(price -> price.site() != null));
    }

    private Optional<BigDecimal> amount(Price price, String site) {
        Share share = price.shareOf();
        if (share == null) {
            return Optional.ofNullable(price.pricePerGpuHour());
        }
        return entry(share.sku(), site)
                .map(Price::pricePerGpuHour)
                .map(whole -> whole.multiply(share.percent()).movePointLeft(2));
    }

    @Override
    public boolean prices(String sku, String site) {
        return priceOf(sku, site).isPresent();
    }

    /** Whether its charges are told from the whole month. */
    @Override
    public boolean dueByMonth() {
        return granularity != null && granularity.base() == Granularity.Base.MONTH;
    }

    @Override
    public void check(Flaws flaws) {
        if (prices.isEmpty()) {
            flaws.add("/prices", "there is no price");
        }
        Set<List<String>> seen = new HashSet<>();
        for (int number = 0; number < prices.size(); number++) {
            Price price = prices.get(number);
            checkAmount(price, flaws.at("/prices/" + number));
            if (!seen.add(List.of(price.sku(), Objects.requireNonNullElse(price.site(), "")))) {
                flaws.add("/prices/" + number, "there are two prices for SKU " + price.sku() + " at the same site");
            }
        }
        if (granularity != null) {
            granularity.check(flaws.at("/granularity"));
        }
    }

    private void checkAmount(Price price, Flaws flaws) {
        BigDecimal stated = price.pricePerGpuHour();
        Share share = price.shareOf();
        if ((stated == null) == (share == null)) {
            flaws.add("", "must state either pricePerGpuHour or shareOf");
        }
        flaws.negative("/pricePerGpuHour", stated);
        if (share == null) {
            return;
        }
        flaws.negative("/shareOf/percent", share.percent());
        boolean known = prices.stream()
                .filter(one -> one.sku().equals(share.sku()) && one.pricePerGpuHour() != null)
                .anyMatch(one -> one.site() == null || one.site().equals(price.site()));
        if (!known) {
            flaws.add("/shareOf/sku", "the list states no price of SKU " + share.sku() + " for the same site");
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
