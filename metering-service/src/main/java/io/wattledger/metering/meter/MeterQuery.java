package io.wattledger.metering.meter;

import io.wattledger.metering.event.WireText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A question that a meter can answer.
 *
 * @param from first instant; null for the beginning of time
 * @param to first instant no longer asked for; null for all that is known
 * @param windowSize length of the windows; null for one figure over the whole time
 * @param zone in which the windows lie
 * @param subjects only these; empty for all
 * @param filters only events with one of these values, by group
 * @param groupBy groups by which the answer is told apart; {@link MeterRules#SUBJECT} among them where by subject
 */
public record MeterQuery(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable WindowSize windowSize,
        ZoneId zone,
        Set<String> subjects,
        SortedMap<String, Set<String>> filters,
        SequencedSet<String> groupBy) {

    private static final int MOST_VALUES = 1_000;
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    /**
     * Reads a question. Who names subjects gets the answer by subject, as users of the OpenMeter API expect.
     */
    public static Checked<MeterQuery> check(MeterDefinition meter, Question asked) {
        List<Fault> faults = new ArrayList<>();
        Instant from = asked.from();
        Instant to = asked.to();
        Times.check("from", from, faults);
        Times.check("to", to, faults);
        if (from != null && to != null && !to.isAfter(from)) {
            faults.add(Fault.of("to", to.toString(), "must be after from, which is " + from));
        }
        WindowSize size = windowSize(asked.windowSize(), faults);
        ZoneId zone = zone(asked.windowTimeZone(), faults);
        SequencedSet<String> groups = new LinkedHashSet<>();
        for (String group : asked.groupBy()) {
            requireGroup(meter, "groupBy", group, true, faults);
            groups.add(group);
        }
        if (!asked.subjects().isEmpty()) {
            groups.add(MeterRules.SUBJECT);
        }
        SortedMap<String, Set<String>> filters = new TreeMap<>();
        asked.filters().forEach((group, values) -> {
            requireGroup(meter, "filterGroupBy", group, false, faults);
            requireUsable("filterGroupBy/" + shown(group), values, faults);
            filters.put(group, Set.copyOf(values));
        });
        requireUsable(MeterRules.SUBJECT, asked.subjects(), faults);
        if (!faults.isEmpty()) {
            return new Checked.Invalid<>(faults);
        }
        Set<String> subjects = Set.copyOf(asked.subjects());
        return new Checked.Valid<>(new MeterQuery(from, to, size, zone, subjects, filters, groups));
    }

    private static @Nullable WindowSize windowSize(@Nullable String name, List<Fault> faults) {
        if (name == null) {
            return null;
        }
        for (WindowSize one : WindowSize.values()) {
            if (one.name().equals(name)) {
                return one;
            }
        }
        faults.add(Fault.of("windowSize", shown(name), "must be one of " + Arrays.toString(WindowSize.values())));
        return null;
    }

    private static ZoneId zone(@Nullable String name, List<Fault> faults) {
        if (name == null) {
            return ZoneOffset.UTC;
        }
        if (!ZONES.contains(name)) {
            faults.add(Fault.of(
                    "windowTimeZone", shown(name), "must be the name of an IANA time zone, such as Europe/Oslo"));
            return ZoneOffset.UTC;
        }
        return ZoneId.of(name);
    }

    private static void requireGroup(
            MeterDefinition meter, String member, String group, boolean orSubject, List<Fault> faults) {
        boolean isKnown = meter.groupBy().containsKey(group) || orSubject && group.equals(MeterRules.SUBJECT);
        if (!isKnown) {
            String known = meter.groupBy().isEmpty()
                    ? "the meter has no groups"
                    : "the meter has " + String.join(", ", meter.groupBy().keySet());
            faults.add(Fault.of(member, shown(group), "must be a group of the meter; " + known));
        }
    }

    private static void requireUsable(String member, List<String> values, List<Fault> faults) {
        if (values.size() > MOST_VALUES) {
            faults.add(new Fault(member, "names " + values.size() + " values: at most " + MOST_VALUES));
        }
        for (String value : values) {
            if (!WireText.shown(value, value.length()).equals(value)) {
                faults.add(Fault.of(member, shown(value), "must hold no control characters"));
            }
        }
    }

    private static String shown(String text) {
        return WireText.shown(text, WireText.LONGEST_NAME);
    }
}
