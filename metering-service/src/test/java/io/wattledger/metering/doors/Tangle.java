package io.wattledger.metering.doors;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Events of every kind of two tenants who share the devices of a node, and of nobody: corrected, withdrawn, corrected again,
 * doubled, in conflict, before and after what they name. All times are whole seconds.
 */
final class Tangle {

    /** The third sender is nobody, who reports the energy of nodes. */
    static final int NOBODY = 2;

    static final Instant BEGIN = Instant.parse("2026-03-28T22:00:00Z");
    private static final int SPAN = 6 * 3600;
    private static final int DEVICES = 4;

    private final Random random;
    private final String site;
    private final String tag;
    private final boolean isSiteOwn;
    private final List<Sent> sent = new ArrayList<>();
    private final List<List<String>> ids = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private int next;

    /**
     * An event.
     *
     * @param sender 0 and 1 are tenants
     * @param json in structured mode, without a tenant
     */
    record Sent(int sender, String json) {}

    private Tangle(Random random, String site, String tag) {
        this.random = random;
        this.site = site;
        this.tag = tag;
        this.isSiteOwn = site.endsWith(tag);
    }

    /**
     * So many events, and some of them once more, in any order.
     *
     * @param site where; one that ends with the tag is nobody else's
     * @param tag names sources, devices and nodes that nobody else has
     */
    static List<Sent> of(Random random, String site, String tag, int events) {
        Tangle tangle = new Tangle(random, site, tag);
        for (int i = 0; i < events; i++) {
            tangle.add();
        }
        List<Sent> all = new ArrayList<>(tangle.sent);
        tangle.sent.stream().filter(one -> random.nextInt(8) == 0).forEach(all::add);
        switch (random.nextInt(4)) {
            case 0 -> {}
            case 1 -> Collections.reverse(all);
            default -> Collections.shuffle(all, random);
        }
        return all;
    }

    private void add() {
        int sender = random.nextInt(9) == 0 ? NOBODY : random.nextInt(2);
        List<String> known = ids.get(sender);
        boolean isConflict = !known.isEmpty() && random.nextInt(25) == 0;
        String id = isConflict ? known.get(random.nextInt(known.size())) : "e" + next++;
        if (!isConflict) {
            known.add(id);
        }
        String target = random.nextInt(4) == 0 ? target(known, id) : null;
        String json;
        if (target != null && random.nextInt(3) == 0) {
            json = event(id, "io.wattledger.usage.withdrawn.v1", "{'id':'%s','reason':'in error'}".formatted(target));
        } else {
            json = sender == NOBODY ? nobodys(id) : usage(id);
            if (target != null && !json.contains("collector.heartbeat")) {
                json = json.replaceFirst(
                        "\\{", "{\"supersedes\":\"" + target + "\",\"correctionreason\":\"wrong figures\",");
            }
        }
        sent.add(new Sent(sender, json));
    }

    /** Another event; now and then one that is still to come. */
    private String target(List<String> known, String own) {
        String target =
                random.nextInt(6) == 0 ? "e" + (next + random.nextInt(4)) : known.get(random.nextInt(known.size()));
        return target.equals(own) ? null : target;
    }

    private String usage(String id) {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> interval(id);
            case 3, 4, 5 ->
                event(
                        id,
                        gpu("allocation.started"),
                        "{'allocation':'vm-%d',%s,%s,'at':'%s'}"
                                .formatted(random.nextInt(3), series(), gpus(), at(random.nextInt(SPAN))));
            case 6, 7 ->
                event(
                        id,
                        gpu("allocation.stopped"),
                        "{'allocation':'vm-%d','site':'%s','at':'%s'}"
                                .formatted(random.nextInt(3), site, at(random.nextInt(SPAN))));
            case 8, 9 -> beat(id);
            case 10, 11 -> reading(id);
            case 12 ->
                random.nextInt(3) == 0
                        ? event(id, "api.call", "{'count':%d}".formatted(random.nextInt(9)))
                        : energy(id);
            default -> collector(id);
        };
    }

    private String interval(String id) {
        int start = random.nextInt(SPAN);
        int length = 1 + random.nextInt(5000);
        String energy = random.nextInt(3) == 0 ? ",'energyMillijoules':" + random.nextInt(1_000_000) : "";
        return event(
                id,
                gpu("allocation.interval"),
                "{%s,%s,'start':'%s','end':'%s'%s}".formatted(series(), gpus(), at(start), at(start + length), energy));
    }

    /** Close together, so that there are short gaps, of an allocation that changes its size, its project and its devices. */
    private String beat(String id) {
        int start = random.nextInt(SPAN / 12);
        int count = 1 + random.nextInt(2);
        String first = "'%s-g0'".formatted(tag);
        String devices =
                switch (random.nextInt(3)) {
                    case 0 -> "";
                    default -> ",'devices':[%s]".formatted(count == 1 ? first : first + ",'" + tag + "-g1'");
                };
        return event(
                id,
                gpu("allocation.heartbeat"),
                "{'allocation':'pod-%d','project':'p%d','site':'%s','sku':'h100-sxm','gpuCount':%d%s,'since':'%s','at':'%s'}"
                        .formatted(
                                random.nextInt(2),
                                random.nextInt(4) / 3,
                                site,
                                count,
                                devices,
                                at(start),
                                at(start + 1 + random.nextInt(200))));
    }

    private String reading(String id) {
        int at = random.nextInt(SPAN / 60) * 60;
        int device = random.nextInt(2);
        String value =
                switch (random.nextInt(12)) {
                    case 0 -> "null";
                    case 1 -> "9223372036854775792";
                    case 2 -> Long.toString(random.nextInt(5000));
                    case 3 -> Long.toString(Long.MAX_VALUE / 2);
                    default -> Long.toString(1_000_000L * (device + 1) + 333L * at);
                };
        String boot = random.nextInt(4) == 0 ? ",'bootId':'b%d'".formatted(random.nextInt(2)) : "";
        String share = random.nextInt(4) == 0 ? ",'gpuThousandths':250" : "";
        return event(
                id,
                gpu("energy.counter"),
                "{%s,'device':'%s-g%d','at':'%s','millijoules':%s%s%s}"
                        .formatted(series(), tag, device, at(at), value, boot, share));
    }

    private String energy(String id) {
        int start = random.nextInt(SPAN);
        int length = 1 + random.nextInt(5000);
        return event(
                id,
                gpu("energy.interval"),
                "{%s,'gpuCount':1,'start':'%s','end':'%s','millijoules':%d}"
                        .formatted(series(), at(start), at(start + length), random.nextInt(1_000_000)));
    }

    private String nobodys(String id) {
        return isSiteOwn && random.nextInt(5) == 0 ? collector(id) : node(id);
    }

    private String node(String id) {
        int start = random.nextInt(SPAN / 900) * 900 + (random.nextBoolean() ? 0 : random.nextInt(900));
        int length = 1 + random.nextInt(4000);
        return event(
                id,
                "io.wattledger.node.energy.interval.v1",
                "{'site':'%s','node':'%s-n%d','devices':[%s],'start':'%s','end':'%s','millijoules':%d}"
                        .formatted(
                                site,
                                tag,
                                random.nextInt(2),
                                devices(1 + random.nextInt(DEVICES)),
                                at(start),
                                at(start + length),
                                random.nextLong(500_000L * length)));
    }

    private String collector(String id) {
        String retired = random.nextInt(5) == 0 ? ",'state':'retired'" : "";
        return event(
                id,
                "io.wattledger.collector.heartbeat.v1",
                "{'site':'%s','completeUntil':'%s'%s}".formatted(site, at(random.nextInt(SPAN)), retired));
    }

    private String series() {
        return "'project':'p%d','site':'%s','sku':'h100-sxm'".formatted(random.nextInt(2), site);
    }

    private String gpus() {
        int count = 1 + random.nextInt(2);
        return switch (random.nextInt(4)) {
            case 0 -> "'gpuCount':%d".formatted(count);
            case 1 -> "'gpuThousandths':%d,'devices':['%s-m0']".formatted(125 + 250 * random.nextInt(2), tag);
            default -> "'gpuCount':%d,'devices':[%s]".formatted(count, devices(count));
        };
    }

    private String devices(int count) {
        List<Integer> all = IntStream.range(0, DEVICES).boxed().collect(Collectors.toList());
        Collections.shuffle(all, random);
        return all.subList(0, count).stream()
                .map(one -> "'" + tag + "-g" + one + "'")
                .collect(Collectors.joining(","));
    }

    private static String gpu(String kind) {
        return "io.wattledger.gpu." + kind + ".v1";
    }

    private static String at(int second) {
        return BEGIN.plusSeconds(second).toString();
    }

    /** Collectors are several, each a source of its own; all else has one, within which it is corrected. */
    private String event(String id, String type, String data) {
        String source = "/tangle/" + tag + (type.contains("collector") ? "/" + random.nextInt(3) : "");
        return "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"%s\",\"type\":\"%s\",\"data\":%s}"
                .formatted(id, source, type, data.replace('\'', '"'));
    }
}
