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
 * Events of several tenants in the order in which they are sent: intervals, starts and stops, heartbeats and withdrawals,
 * each twice, shuffled, with contradictions and bad ones among them. What they add up to is computed here, second by second of each quarter-hour, by no code of the suite.
 */
final class GeneratedEvents {

    static final List<String> SITES = List.of("glomfjord", "narvik");
    static final List<String> SKUS = List.of("h100-sxm", "l40s");

    private static final int TENANTS = 8;
    private static final int PROJECTS = 3;
    private static final int QUARTER_HOUR = 900;
    private static final int BEAT = 60;
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
        for (int n = 0; events.size() < count - contradicted; n++) {
            usage(n);
        }
        List<Delivery> again = new ArrayList<>(deliveries);
        deliveries.addAll(again);
        for (int n = 0; n < contradicted; n++) {
            bad(n);
        }
        Collections.shuffle(deliveries, random);
        for (int n = count; n < count + contradicted; n++) {
            contradiction(n);
        }
    }

    private void usage(int n) {
        switch (n % 10) {
            case 0 -> withdrawn(n);
            case 1, 2 -> startAndStop(n);
            case 3 -> heartbeats(n);
            default -> interval(n, true);
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

    /** What is reported, in whole seconds. */
    private record Use(
            String tenant, String project, String site, String sku, long gpuThousandths, long start, long end) {}

    private Use use(int n, int longest) {
        String tenant = "tenant-" + random.nextInt(TENANTS);
        String project = "project-" + random.nextInt(PROJECTS);
        String site = SITES.get(random.nextInt(SITES.size()));
        String sku = SKUS.get(random.nextInt(SKUS.size()));
        long start = FIRST + random.nextInt(SPAN);
        long end = start + 1 + random.nextInt(longest);
        long gpuThousandths = n % 7 == 0 ? 1 + random.nextInt(999) : 1000L * (1 + random.nextInt(8));
        return new Use(tenant, project, site, sku, gpuThousandths, start, end);
    }

    private Delivery interval(int n, boolean isPlain) {
        Use use = use(n, n % 20 == 4 ? 20_000 : 1_800);
        count(use);
        return event(use, "interval-" + n, UsageEventTypes.ALLOCATION_INTERVAL, interval(use), isPlain);
    }

    private static Map<String, Object> interval(Use use) {
        Map<String, Object> data = series(use);
        data.put("start", text(use.start()));
        data.put("end", text(use.end()));
        return data;
    }

    /** An interval that counts no more, and the withdrawal because of which it does not. */
    private void withdrawn(int n) {
        Use use = use(n, 1_800);
        event(use, "interval-" + n, UsageEventTypes.ALLOCATION_INTERVAL, interval(use), true);
        Map<String, Object> data = new LinkedHashMap<>(Map.of("id", "interval-" + n, "reason", "reported in error"));
        event(use, "withdrawal-" + n, UsageEventTypes.USAGE_WITHDRAWN, data, true);
    }

    private void startAndStop(int n) {
        Use use = use(n, 20_000);
        Map<String, Object> start = series(use);
        start.put("allocation", "vm-" + n);
        start.put("at", text(use.start()));
        event(use, "start-" + n, UsageEventTypes.ALLOCATION_STARTED, start, true);
        Map<String, Object> stop = new LinkedHashMap<>();
        stop.put("allocation", "vm-" + n);
        stop.put("site", use.site());
        stop.put("at", text(use.end()));
        event(use, "stop-" + n, UsageEventTypes.ALLOCATION_STOPPED, stop, true);
        count(use);
    }

    /** Beats that follow upon one another without a gap; those that come early leave gaps that are filled meanwhile. */
    private void heartbeats(int n) {
        Use use = use(n, 10 * BEAT);
        for (long since = use.start(); since < use.end(); since += BEAT) {
            Map<String, Object> beat = series(use);
            beat.put("allocation", "pod-" + n);
            beat.put("since", text(since));
            beat.put("at", text(Math.min(since + BEAT, use.end())));
            event(use, "beat-" + n + "-" + since, UsageEventTypes.ALLOCATION_HEARTBEAT, beat, true);
        }
        count(use);
    }

    private static Map<String, Object> series(Use use) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("project", use.project());
        data.put("site", use.site());
        data.put("sku", use.sku());
        data.put("gpuThousandths", use.gpuThousandths());
        return data;
    }

    private static String text(long epochSecond) {
        return Instant.ofEpochSecond(epochSecond).toString();
    }

    /** An event that will be metered. */
    private Delivery event(Use use, String id, String type, Map<String, Object> data, boolean isPlain) {
        Delivery delivery = delivery(use.tenant(), use.project(), id, type, data, isPlain);
        deliveries.add(delivery);
        events.add(use.tenant() + " " + SOURCE + use.tenant() + " " + id);
        return delivery;
    }

    private static Delivery delivery(
            String tenant, String project, String id, String type, Map<String, Object> data, boolean isPlain) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", SOURCE + tenant);
        event.put("type", type);
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
        Use nothing = new Use(tenant, "bad", SITES.getFirst(), SKUS.getFirst(), 1000, FIRST, FIRST);
        String type = UsageEventTypes.ALLOCATION_INTERVAL;
        byte[] json = n % 2 == 0
                ? "{\"specversion\":".getBytes(StandardCharsets.UTF_8)
                : delivery(tenant, "bad", "bad-" + n, type, interval(nothing), false)
                        .json();
        deliveries.add(new Delivery(tenant, "bad", json, false));
        refusals++;
    }

    private void count(Use use) {
        String series = String.join("/", use.tenant(), use.project(), use.site(), use.sku());
        for (long from = use.start(); from < use.end(); ) {
            long slot = from - from % QUARTER_HOUR;
            long to = Math.min(use.end(), slot + QUARTER_HOUR);
            milliGpuSecondsBySlot.merge(series + "/" + text(slot), use.gpuThousandths() * (to - from), Long::sum);
            from = to;
        }
    }
}
