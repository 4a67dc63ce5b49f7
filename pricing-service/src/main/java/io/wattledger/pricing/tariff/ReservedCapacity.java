package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * GPUs that are held for a tenant and paid for, used or not. Slot by slot, use up to the reservation costs nothing more,
 * and use above it has a price of its own; what stays unused in one slot makes up for nothing in another.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param reservations at least one, no two for the same SKU and site
 */
public record ReservedCapacity(String id, String description, List<Reservation> reservations)
        implements MonthComponent, GpuTimeComponent {

    /**
     * GPUs of one SKU at one site.
     *
     * @param sku of what
     * @param site where
     * @param gpus how many; above 0
     * @param pricePerGpuHour of what is reserved, in the currency of the tariff; 0 or more
     * @param overagePricePerGpuHour of what is used above it; 0 or more
     */
    public record Reservation(
            String sku, String site, int gpus, BigDecimal pricePerGpuHour, BigDecimal overagePricePerGpuHour) {}

    /** Copies the list. */
    public ReservedCapacity {
        reservations = List.copyOf(reservations);
    }

    @Override
    public boolean prices(String sku, String site) {
        return reservations.stream()
                .anyMatch(one -> one.sku().equals(sku) && one.site().equals(site));
    }

    @Override
    public void check(Flaws flaws) {
        if (reservations.isEmpty()) {
            flaws.add("/reservations", "there is no reservation");
        }
        Set<List<String>> seen = new HashSet<>();
        for (int number = 0; number < reservations.size(); number++) {
            Reservation one = reservations.get(number);
            Flaws inside = flaws.at("/reservations/" + number);
            if (one.gpus() < 1) {
                inside.add("/gpus", one.gpus() + " is below 1");
            }
            inside.negative("/pricePerGpuHour", one.pricePerGpuHour());
            inside.negative("/overagePricePerGpuHour", one.overagePricePerGpuHour());
            if (!seen.add(List.of(one.sku(), one.site()))) {
                inside.add("", "there are two reservations of SKU " + one.sku() + " at site " + one.site());
            }
        }
    }

    @Override
    public List<Mention> mentions() {
        List<Mention> mentions = new ArrayList<>();
        for (int number = 0; number < reservations.size(); number++) {
            String at = "/reservations/" + number;
            mentions.add(new Mention(
                    at + "/sku", Mention.What.SKU, reservations.get(number).sku()));
            mentions.add(new Mention(
                    at + "/site", Mention.What.SITE, reservations.get(number).site()));
        }
        return mentions;
    }
}
