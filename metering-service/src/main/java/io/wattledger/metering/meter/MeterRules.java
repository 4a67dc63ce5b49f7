package io.wattledger.metering.meter;

import io.wattledger.contracts.JsonPointer;
import io.wattledger.metering.event.WireText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a meter must be like; every fault is found, not only the first. */
public final class MeterRules {

    /** The group that every meter has: the subject of the event. */
    public static final String SUBJECT = "subject";

    /** Types of this suite are metered into slots, not by meters. */
    private static final String OWN_TYPES = "io.wattledger.";

    private static final Pattern SLUG = Pattern.compile("[A-Za-z0-9]+(_[A-Za-z0-9]+)*");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern LINES = Pattern.compile("[\\n\\r\\t]");
    private static final int LONGEST_SLUG = 64;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_PROSE = 1024;
    private static final int MOST_GROUPS = 32;
    private static final int MOST_NOTES = 64;

    private final List<Fault> faults = new ArrayList<>();

    private MeterRules() {}

    /** A new meter. */
    public static Checked<MeterDefinition> check(MeterDraft draft) {
        return new MeterRules().definition(draft);
    }

    /** A meter with other labels and groups; what it counts cannot change, since answers given would become wrong. */
    public static Checked<MeterDefinition> check(
            MeterDefinition known, MeterLabels labels, Map<String, String> groupBy) {
        MeterRules rules = new MeterRules();
        rules.labels(labels);
        SortedMap<String, DataPath> groups = rules.groups(groupBy);
        return rules.faults.isEmpty()
                ? new Checked.Valid<>(known.with(labels, groups))
                : new Checked.Invalid<>(rules.faults);
    }

    private Checked<MeterDefinition> definition(MeterDraft draft) {
        String slug = slug(draft.slug());
        labels(draft.labels());
        Aggregation aggregation = aggregation(draft.aggregation());
        String eventType = eventType(draft.eventType());
        DataPath value = aggregation.needsValue() ? value(draft.valueProperty()) : null;
        SortedMap<String, DataPath> groups = groups(draft.groupBy());
        Times.check("eventFrom", draft.eventFrom(), faults);
        if (!faults.isEmpty()) {
            return new Checked.Invalid<>(faults);
        }
        return new Checked.Valid<>(
                new MeterDefinition(slug, draft.labels(), aggregation, eventType, draft.eventFrom(), value, groups));
    }

    private String slug(@Nullable String slug) {
        if (slug == null) {
            faults.add(new Fault("slug", "is missing: the name by which the meter is asked, such as tokens_total"));
            return "";
        }
        if (slug.length() > LONGEST_SLUG || !SLUG.matcher(slug).matches()) {
            faults.add(Fault.of(
                    "slug",
                    shown(slug),
                    "must be letters from a to z and digits, joined by single underscores, such as tokens_total; at most "
                            + LONGEST_SLUG + " characters"));
        }
        return slug;
    }

    private void labels(MeterLabels labels) {
        usable("name", labels.name(), LONGEST_NAME);
        prose("description", labels.description());
        if (labels.metadata().size() > MOST_NOTES) {
            faults.add(new Fault("metadata", "has " + labels.metadata().size() + " members: at most " + MOST_NOTES));
        }
        labels.metadata().forEach((key, note) -> {
            usable("metadata/" + shown(key), key, LONGEST_NAME);
            prose("metadata/" + shown(key), note);
        });
    }

    /** Where it is none, SUM stands in, under which the rest is still checked. */
    private Aggregation aggregation(@Nullable String name) {
        for (Aggregation one : Aggregation.values()) {
            if (one.name().equals(name)) {
                return one;
            }
        }
        String rule = "must be one of " + Arrays.toString(Aggregation.values());
        faults.add(
                name == null
                        ? new Fault("aggregation", "is missing: " + rule)
                        : Fault.of("aggregation", shown(name), rule));
        return Aggregation.SUM;
    }

    private String eventType(@Nullable String type) {
        if (type == null) {
            faults.add(new Fault("eventType", "is missing: the type of the events that the meter reads"));
            return "";
        }
        usable("eventType", type, WireText.LONGEST_ATTRIBUTE);
        if (type.startsWith(OWN_TYPES)) {
            faults.add(Fault.of(
                    "eventType",
                    shown(type),
                    "must not begin with " + OWN_TYPES + ", since such events are metered as GPU usage"));
        }
        return type;
    }

    private @Nullable DataPath value(@Nullable String path) {
        if (path == null) {
            faults.add(new Fault(
                    "valueProperty",
                    "is missing: where in the data the value stands, such as $.tokens; COUNT needs none"));
            return null;
        }
        return path("valueProperty", path);
    }

    private SortedMap<String, DataPath> groups(Map<String, String> given) {
        if (given.size() > MOST_GROUPS) {
            faults.add(new Fault("groupBy", "has " + given.size() + " members: at most " + MOST_GROUPS));
        }
        SortedMap<String, DataPath> groups = new TreeMap<>();
        new TreeMap<>(given).forEach((name, text) -> {
            if (name.length() > LONGEST_SLUG || !GROUP.matcher(name).matches() || name.equals(SUBJECT)) {
                faults.add(new Fault(
                        "groupBy" + JsonPointer.step(shown(name)),
                        "must be letters from a to z, digits and underscores, not begin with a digit, have at most "
                                + LONGEST_SLUG + " characters and not be " + SUBJECT + ", which every meter has"));
            }
            DataPath path = path("groupBy" + JsonPointer.step(shown(name)), text);
            if (path != null) {
                groups.put(name, path);
            }
        });
        return groups;
    }

    private @Nullable DataPath path(String member, String text) {
        return switch (DataPath.read(member, text)) {
            case Checked.Valid<DataPath>(DataPath path) -> path;
            case Checked.Invalid<DataPath>(List<Fault> found) -> {
                faults.addAll(found);
                yield null;
            }
        };
    }

    private void usable(String member, @Nullable String text, int longest) {
        if (text != null && !WireText.isUsable(text, longest)) {
            faults.add(Fault.of(
                    member,
                    "'" + shown(text) + "'",
                    "must not be blank, hold no control characters and have at most " + longest + " characters"));
        }
    }

    /** Lines and tabs are welcome here; what a row cannot hold is not. */
    private void prose(String member, @Nullable String text) {
        if (text != null
                && !text.isBlank()
                && !WireText.isUsable(LINES.matcher(text).replaceAll(" "), LONGEST_PROSE)) {
            faults.add(new Fault(
                    member,
                    "has " + text.length() + " characters: at most " + LONGEST_PROSE + ", without control characters"));
        }
    }

    private static String shown(String text) {
        return WireText.shown(text, LONGEST_SLUG);
    }
}
