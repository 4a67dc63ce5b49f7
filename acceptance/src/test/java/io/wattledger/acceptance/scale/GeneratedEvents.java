package io.wattledger.acceptance.scale;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.UsageEventTypes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Events of several tenants in the order in which they are sent: each twice, shuffled, with contradictions and bad ones
 * among them. What they add up to is computed here, second by second of each quarter-hour, by no code of the suite.
 */
final class GeneratedEvents {

    static final List<String> SITES = List.of("glomfjord", "narvik");
    static final List<String> SKUS = List.of("h100-sxm", "l40s");

    private static final int TENANTS = 8;
    private static final int PROJECTS = 3;
    private static final int QUARTER_HOUR = 900;
    private static final long FIRST = Instant.parse("2026-09-30T20:00:00Z").getEpochSecond();
    private static final int SPAN = 5 * 24 * 3600;
    private static final String SOURCE = "/collectors/";

    private final Random random;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<String, Long> milliGpuSecondsBySlot = new TreeMap<>();
    private final Set<String> events = new HashSet<>();
    private int conflicts;
    private int refusals;

    /**
     * One event on its way.
     *
     * @param tenant whose
     * @param project of it
     * @param json the event in structured mode
     * @param isPlain neither bad nor contradicted: the order in which it arrives does not matter, nor how often
     */
    record Delivery(String tenant, String project, byte[] json, boolean isPlain) {
        byte[] key() {
            return (tenant + "/" + project).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Makes about so many events; the same seed makes the same. */
    GeneratedEvents(int count, long seed) {
        this.random = new Random(seed);
        int contradicted = count / 200;
        for (int n = 0; n < count - contradicted; n++) {
            interval(n, true);
        }
        List<Delivery> again = new ArrayList<>(deliveries);
        deliveries.addAll(again);
        for (int n = 0; n < contradicted; n++) {
            bad(n);
        }
        Collections.shuffle(deliveries, random);
        for (int n = count - contradicted; n < count; n++) {
            contradiction(n);
        }
    }

    List<Delivery> deliveries() {
        return Collections.unmodifiableList(deliveries);
    }

    /** GPU time under tenant, project, site, SKU and start of the slot, joined by {@code /}. */
    Map<String, Long> milliGpuSecondsBySlot() {
        return Collections.unmodifiableMap(milliGpuSecondsBySlot);
    }

    /** Tenant, source and id of every event that counts, joined by blanks. */
    Set<String> events() {
        return Collections.unmodifiableSet(events);
    }

    int conflicts() {
        return conflicts;
    }

    /** Deliveries that are refused. */
    int refusals() {
        return refusals;
    }

    private Delivery interval(int n, boolean isPlain) {
        String tenant = "tenant-" + random.nextInt(TENANTS);
        String project = "project-" + random.nextInt(PROJECTS);
        String site = SITES.get(random.nextInt(SITES.size()));
        String sku = SKUS.get(random.nextInt(SKUS.size()));
        long start = FIRST + random.nextInt(SPAN);
        long end = start + 1 + random.nextInt(n % 20 == 0 ? 20_000 : 1_800);
        long gpuThousandths = n % 10 == 0 ? 1 + random.nextInt(999) : 1000L * (1 + random.nextInt(8));
        Map<String, Object> data = data(project, site, sku, gpuThousandths, start, end);
        Delivery delivery = delivery(tenant, project, "interval-" + n, data, isPlain);
        deliveries.add(delivery);
        events.add(tenant + " " + SOURCE + tenant + " interval-" + n);
        count(String.join("/", tenant, project, site, sku), gpuThousandths, start, end);
        return delivery;
    }

    private static Map<String, Object> data(
            String project, String site, String sku, long gpuThousandths, long start, long end) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("project", project);
        data.put("site", site);
        data.put("sku", sku);
        data.put("gpuThousandths", gpuThousandths);
        data.put("start", Instant.ofEpochSecond(start).toString());
        data.put("end", Instant.ofEpochSecond(end).toString());
        return data;
    }

    private static Delivery delivery(
            String tenant, String project, String id, Map<String, Object> data, boolean isPlain) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", SOURCE + tenant);
        event.put("type", UsageEventTypes.ALLOCATION_INTERVAL);
        event.put(UsageEventTypes.TENANT_EXTENSION, tenant);
        event.put("data", data);
        return new Delivery(tenant, project, WireJson.write(event), isPlain);
    }

    /** The event, and somewhere behind it in its partition another one that claims to be it. */
    private void contradiction(int n) {
        Delivery standing = interval(n, false);
        deliveries.removeLast();
        int place = random.nextInt(deliveries.size() - 1);
        deliveries.add(place, standing);
        String other = new String(standing.json(), StandardCharsets.UTF_8)
                .replace("\"gpuThousandths\":", "\"gpuThousandths\":9");
        deliveries.add(
                place + 1 + random.nextInt(deliveries.size() - place),
                new Delivery(standing.tenant(), standing.project(), other.getBytes(StandardCharsets.UTF_8), false));
        conflicts++;
    }

    private void bad(int n) {
        String tenant = "tenant-" + n % TENANTS;
        byte[] json = n % 2 == 0
                ? "{\"specversion\":".getBytes(StandardCharsets.UTF_8)
                : delivery(
                                tenant,
                                "bad",
                                "bad-" + n,
                                data("bad", SITES.getFirst(), SKUS.getFirst(), 1000, FIRST, FIRST),
                                false)
                        .json();
        deliveries.add(new Delivery(tenant, "bad", json, false));
        refusals++;
    }

    private void count(String series, long gpuThousandths, long start, long end) {
        for (long from = start; from < end; ) {
            long slot = from - from % QUARTER_HOUR;
            long to = Math.min(end, slot + QUARTER_HOUR);
            milliGpuSecondsBySlot.merge(
                    series + "/" + Instant.ofEpochSecond(slot), gpuThousandths * (to - from), Long::sum);
            from = to;
        }
    }
}
