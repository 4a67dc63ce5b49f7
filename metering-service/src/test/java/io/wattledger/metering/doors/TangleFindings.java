package io.wattledger.metering.doors;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestRecount;
import io.wattledger.metering.device.ClaimPolicy;
import io.wattledger.metering.event.CollectorBeat;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.event.Withdrawal;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.Outcome;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.TallyBook;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the database holds of a tangle, beside what it should. */
final class TangleFindings {

    private static final String IN = " IN ('%s', '%s')";

    private final TenantScope scope;
    private final TallyBook tallies;
    private final List<String> tenants;
    private final String tag;
    private final List<String> differences = new ArrayList<>();

    TangleFindings(TenantScope scope, TallyBook tallies, List<String> tenants, String tag) {
        this.scope = scope;
        this.tallies = tallies;
        this.tenants = tenants;
        this.tag = tag;
    }

    /** What differs; nothing where all is as it should be. */
    String difference(List<Assessed> sent, List<Outcome> outcomes, ClaimPolicy policy) {
        List<UsageReport> counting = counting(sent, outcomes);
        TangleModel model = new TangleModel(counting, policy);
        compare("slots", model.slots, slots());
        compare("holds", model.holds, holds());
        compare("open", model.open, open());
        compare("doubts", model.doubts, doubts());
        compare("shares", model.shares, shares());
        compare("excesses", model.tenure.excesses(), excesses());
        compare("node slots", model.nodeSlots, nodeSlots());
        compare("meter events", model.meterEvents, meterEvents());
        for (String tenant : tenants) {
            TallyBook.Balance balance = tallies.balance(new Sight.Own(tenant));
            BigInteger brought = balance.events().milliGpuSeconds();
            if (!brought.equals(balance.slotMilliGpuSeconds().add(balance.heldMilliGpuSeconds()))) {
                differences.add("balance " + balance);
            }
        }
        List<String> differing = TestRecount.differing(tenants.toArray(String[]::new));
        if (!differing.isEmpty()) {
            differences.add("recount " + differing);
        }
        return String.join("\n  ", differences);
    }

    /** What counts by what the database says came first: of contents with one id, and of corrections of one event. */
    private List<UsageReport> counting(List<Assessed> sent, List<Outcome> outcomes) {
        Map<EventKey, ByteBuffer> contents = new HashMap<>();
        rows("SELECT encode(event_key, 'hex') || encode(content_hash, 'hex') FROM usage_event" + where("tenant_id")
                        + " OR source LIKE '/tangle/" + tag + "%'")
                .forEach(row -> contents.put(key(row.substring(0, 32)), bytes(row.substring(32))));
        Map<EventKey, EventKey> corrections = new HashMap<>();
        rows("SELECT encode(target_key, 'hex') || encode(event_key, 'hex') FROM event_correction" + where("tenant_id")
                        + " OR target_source LIKE '/tangle/" + tag + "%'")
                .forEach(row -> corrections.put(key(row.substring(0, 32)), key(row.substring(32))));
        Map<EventKey, Assessed.Fit> standing = new HashMap<>();
        Set<EventKey> keys = new HashSet<>();
        for (Assessed one : sent) {
            Assessed.Fit fit = (Assessed.Fit) one;
            keys.add(fit.key());
            if (ByteBuffer.wrap(fit.contentHash()).equals(contents.get(fit.key()))) {
                standing.putIfAbsent(fit.key(), fit);
            }
        }
        compare("events", names(keys), names(contents.keySet()));
        compare("contents", names(keys), names(standing.keySet()));
        List<UsageReport> counting = new ArrayList<>();
        Set<EventKey> targets = new HashSet<>();
        long metered = 0;
        for (Assessed.Fit fit : standing.values()) {
            EventKey target = fit.target() == null ? null : fit.target().key();
            boolean isSecond = target != null && !fit.key().equals(corrections.get(target));
            if (target != null) {
                targets.add(target);
            }
            metered += isSecond ? 0 : 1;
            if (!isSecond && !corrections.containsKey(fit.key()) && !(fit.report() instanceof Withdrawal)) {
                counting.add(fit.report());
            } else if (!isSecond && fit.report() instanceof CollectorBeat) {
                counting.add(fit.report());
            }
        }
        compare("targets", names(targets), names(corrections.keySet()));
        corrections.forEach((target, by) -> {
            Assessed.Fit fit = standing.get(by);
            if (fit == null || fit.target() == null || !fit.target().key().equals(target)) {
                differences.add("correction of " + target + " by " + by + ", which is none");
            }
        });
        long told = outcomes.stream()
                .filter(one -> one.kind() == Outcome.Kind.METERED)
                .count();
        if (told != metered) {
            differences.add("told of " + told + " metered events, where " + metered + " are");
        }
        return counting;
    }

    private String where(String column) {
        return " WHERE " + column + IN.formatted(tenants.get(0), tenants.get(1));
    }

    private static EventKey key(String hex) {
        return EventKey.of(bytes(hex).array());
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static SortedSet<String> names(Collection<EventKey> keys) {
        SortedSet<String> names = new TreeSet<>();
        keys.forEach(one -> names.add(one.toString()));
        return names;
    }

    private SortedMap<String, String> slots() {
        SortedMap<String, String> slots = new TreeMap<>();
        rows("""
                SELECT tenant_id || ' ' || project || ' ' || sku || ' '
                    || to_char(slot_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '='
                    || concat_ws(' ', milli_gpu_seconds, measured_milli_gpu_seconds, measured_millijoules,
                        estimated_milli_gpu_seconds, estimated_millijoules)
                FROM usage_slot""" + where("tenant_id")).forEach(row -> {
            if (!row.endsWith("=0 0 0 0 0")) {
                slots.put(row.substring(0, row.indexOf('=')), row.substring(row.indexOf('=') + 1));
            }
        });
        return slots;
    }

    /** Without against whom, so that one time against one and then against another is one. */
    private SortedSet<String> holds() {
        Map<String, List<long[]>> times = new TreeMap<>();
        rows("""
                SELECT tenant_id || ' ' || device || ' ' || encode(contributor_key, 'hex') || ' '
                    || extract(epoch FROM starts_at)::bigint || ' ' || extract(epoch FROM ends_at)::bigint
                FROM device_hold""" + where("tenant_id")
                        + " AND released_at IS NULL ORDER BY tenant_id, device, contributor_key, starts_at")
                .forEach(row -> {
                    String[] parts = row.split(" ", -1);
                    String whose = parts[0] + " " + parts[1] + " " + key(parts[2]);
                    TangleModel.append(
                            times.computeIfAbsent(whose, absent -> new ArrayList<>()),
                            Long.parseLong(parts[3]),
                            Long.parseLong(parts[4]));
                });
        SortedSet<String> holds = new TreeSet<>();
        times.forEach((whose, all) -> all.forEach(one -> holds.add(whose + " " + one[0] + " " + one[1])));
        return holds;
    }

    private SortedSet<String> open() {
        return new TreeSet<>(rows("""
                SELECT tenant_id || ' ' || allocation || ' ' || lpad(gpu_thousandths::text, 10, '0') || ' ' || project
                    || ' ' || sku || ' [' || coalesce(replace(devices, chr(10), ', '), '') || '] since '
                    || extract(epoch FROM started_at)::bigint || ' until '
                    || coalesce(extract(epoch FROM metered_until)::bigint::text, 'null')
                FROM allocation""" + where("tenant_id") + " AND started_at IS NOT NULL AND stopped_at IS NULL"));
    }

    private SortedSet<String> doubts() {
        SortedSet<String> doubts = new TreeSet<>();
        rows("""
                SELECT tenant_id || ' ' || encode(counter_key, 'hex') || ' ' || kind || ' '
                    || extract(epoch FROM starts_at)::bigint || ' ' || extract(epoch FROM ends_at)::bigint
                FROM energy_doubt""" + where("tenant_id") + " AND resolved_at IS NULL").forEach(row -> {
            String[] parts = row.split(" ", 3);
            doubts.add(parts[0] + " " + key(parts[1]) + " " + parts[2]);
        });
        return doubts;
    }

    private SortedSet<String> shares() {
        return new TreeSet<>(rows("""
                SELECT share.tenant_id || ' ' || project || ' ' || sku || ' '
                    || to_char(slot_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ' ' || node || ' '
                    || concat_ws(' ', milli_gpu_seconds, millijoules, estimated_millijoules, counted_milli_gpu_seconds,
                        counted_millijoules, counted_estimated_millijoules)
                FROM node_share AS share JOIN node USING (node_key)""" + where("share.tenant_id")));
    }

    /** What no node stands for stands for a device. */
    private SortedSet<String> excesses() {
        SortedSet<String> excesses = new TreeSet<>();
        rows("""
                SELECT share.tenant_id || ' ' || project || ' ' || sku || ' '
                    || to_char(slot_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ' '
                    || encode(share.node_key, 'hex') || ' '
                    || concat_ws(' ', counted_milli_gpu_seconds, counted_millijoules, counted_estimated_millijoules,
                        held_estimated_milli_gpu_seconds)
                FROM node_share AS share""" + where("share.tenant_id") + " AND NOT EXISTS (SELECT FROM node WHERE node.node_key = share.node_key)")
                .forEach(row -> {
                    String[] parts = row.split(" ", -1);
                    parts[4] = key(parts[4]).toString();
                    excesses.add(String.join(" ", parts));
                });
        return excesses;
    }

    private SortedSet<String> nodeSlots() {
        return new TreeSet<>(rows("""
                SELECT node || ' ' || to_char(slot_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ' '
                    || concat_ws(' ', millijoules, operator_millijoules, doubtful_millijoules)
                FROM node_slot JOIN node USING (tenant_id, node_key) WHERE node LIKE '%s-%%'""".formatted(tag)));
    }

    private SortedSet<String> meterEvents() {
        return new TreeSet<>(
                rows("SELECT tenant_id || ' ' || event_id FROM meter_event" + where("tenant_id") + " AND is_counted"));
    }

    private List<String> rows(String sql) {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                return Rows.read(select, row -> row.getString(1));
            }
        });
    }

    private void compare(String what, SortedMap<String, String> expected, SortedMap<String, String> found) {
        compare(what, lines(expected), lines(found));
    }

    private static SortedSet<String> lines(SortedMap<String, String> map) {
        SortedSet<String> lines = new TreeSet<>();
        map.forEach((name, value) -> lines.add(name + " = " + value));
        return lines;
    }

    private void compare(String what, SortedSet<String> expected, SortedSet<String> found) {
        if (!expected.equals(found)) {
            SortedSet<String> missing = new TreeSet<>(expected);
            missing.removeAll(found);
            SortedSet<String> wrong = new TreeSet<>(found);
            wrong.removeAll(expected);
            differences.add(what + ": missing " + missing.stream().limit(5).toList() + ", wrong "
                    + wrong.stream().limit(5).toList());
        }
    }
}
