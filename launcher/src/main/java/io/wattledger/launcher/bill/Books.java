package io.wattledger.launcher.bill;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.suite.Query;
import io.wattledger.launcher.suite.Services;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Law 8 over the three services: each publishes its side, and every difference between neighbours must be 0.
 *
 * @param events deliveries by what became of them, as metering says
 * @param milliGpuSeconds GPU time at each stage of the path
 * @param differences what must be 0
 */
public record Books(Events events, GpuTime milliGpuSeconds, Differences differences) {

    /**
     * Deliveries of events.
     *
     * @param received all
     * @param metered counted once
     * @param duplicate known already
     * @param conflicting at odds with one that stands
     * @param refused against a rule
     */
    public record Events(long received, long metered, long duplicate, long conflicting, long refused) {}

    /**
     * GPU time in milli-GPU-seconds; of all time and of all tenants it may not fit 64 bits.
     *
     * @param metered in metering's slots
     * @param rated in rated days of pricing, also in those of which a price is missing; their month is held
     * @param unrated that cannot be rated at all yet, for example for want of a contract
     * @param resting of days that still run and will be rated again with it
     * @param invoiced on invoices
     * @param open in billing and on no invoice
     * @param held in none of these: reported for devices that were allocated twice at the time, and kept out of the slots
     */
    public record GpuTime(
            BigInteger metered,
            BigInteger rated,
            BigInteger unrated,
            BigInteger resting,
            BigInteger invoiced,
            BigInteger open,
            BigInteger held) {}

    /**
     * Differences between neighbours.
     *
     * @param events received less metered, duplicate, conflicting and refused
     * @param meteredToPricing metered less what pricing has received
     * @param insidePricing received by pricing less rated, unrated and resting
     * @param ratedToBilling rated less what billing has received; what cannot be rated stays in pricing
     * @param insideBilling received by billing less invoiced and open
     */
    public record Differences(
            long events,
            BigInteger meteredToPricing,
            BigInteger insidePricing,
            BigInteger ratedToBilling,
            BigInteger insideBilling) {

        /** Names of those that are not 0, each with its value. */
        public List<String> broken() {
            List<String> broken = new ArrayList<>();
            note(broken, "events", BigInteger.valueOf(events));
            note(broken, "meteredToPricing", meteredToPricing);
            note(broken, "insidePricing", insidePricing);
            note(broken, "ratedToBilling", ratedToBilling);
            note(broken, "insideBilling", insideBilling);
            return broken;
        }

        private static void note(List<String> broken, String name, BigInteger difference) {
            if (difference.signum() != 0) {
                broken.add(name + " " + difference);
            }
        }
    }

    /** The books of {@code tenants}, of all where none is named; services are asked one after the other. */
    public static Books read(Services services, Collection<String> tenants) {
        String path = "/api/v1/balance" + of(tenants);
        JsonNode metering = services.ask("metering", client -> client.get(path));
        JsonNode pricing = services.ask("pricing", client -> client.get(path)).path("milliGpuSeconds");
        JsonNode billing = services.ask("billing", client -> client.get(path)).path("milliGpuSeconds");
        JsonNode counts = metering.path("events");
        var events = new Events(
                counts.path("received").asLong(),
                counts.path("metered").asLong(),
                counts.path("duplicate").asLong(),
                counts.path("conflicting").asLong(),
                counts.path("refused").asLong());
        BigInteger metered = metering.path("milliGpuSeconds").path("metered").bigIntegerValue();
        BigInteger held = metering.path("milliGpuSeconds").path("held").bigIntegerValue();
        BigInteger priced = pricing.path("received").bigIntegerValue();
        BigInteger rated = pricing.path("rated").bigIntegerValue();
        BigInteger unrated = pricing.path("open").bigIntegerValue();
        BigInteger resting = pricing.path("resting").bigIntegerValue();
        BigInteger billed = billing.path("received").bigIntegerValue();
        BigInteger invoiced = billing.path("invoiced").bigIntegerValue();
        BigInteger open = billing.path("open").bigIntegerValue();
        return new Books(
                events,
                new GpuTime(metered, rated, unrated, resting, invoiced, open, held),
                new Differences(
                        events.received()
                                - events.metered()
                                - events.duplicate()
                                - events.conflicting()
                                - events.refused(),
                        metered.subtract(priced),
                        priced.subtract(rated).subtract(unrated).subtract(resting),
                        rated.subtract(billed),
                        billed.subtract(invoiced).subtract(open)));
    }

    /** The sums that each service keeps, by its name, counted again from the rows; see docs/operations.md. */
    public static Map<String, JsonNode> recount(Services services, Collection<String> tenants) {
        String path = "/api/v1/balance/recount" + of(tenants);
        Map<String, JsonNode> recounts = new LinkedHashMap<>();
        for (String service : List.of("metering", "pricing", "billing")) {
            recounts.put(service, services.ask(service, client -> client.get(path)));
        }
        return recounts;
    }

    private static Query of(Collection<String> tenants) {
        return Query.NONE.with("tenants", tenants.isEmpty() ? null : String.join(",", tenants));
    }
}
