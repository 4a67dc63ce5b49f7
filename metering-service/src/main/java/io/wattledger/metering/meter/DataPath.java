package io.wattledger.metering.meter;

import io.wattledger.metering.event.WireText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in the data of an event a value stands: a JSONPath that leads to one place, such as {@code $.usage.tokens},
 * {@code $['gpu hours']} or {@code $.items[0].size}. Wildcards, slices, filters and descent lead to many places, of which a
 * meter could not say which one counts, and are refused.
 *
 * @param text as it was written
 * @param steps member names and positions in arrays, from the outside inwards; never empty
 */
public record DataPath(String text, List<Step> steps) {

    private static final int LONGEST = 512;
    private static final int MOST_STEPS = 32;
    private static final Pattern STEP = Pattern.compile("\\.(?<name>[\\p{L}_$][\\p{L}\\p{N}_$-]*)"
            + "|\\[(?<position>0|[1-9][0-9]{0,5})]"
            + "|\\['(?<single>[^'\\\\\\p{Cntrl}]+)']"
            + "|\\[\"(?<twofold>[^\"\\\\\\p{Cntrl}]+)\"]");
    private static final String RULE = "must be a JSONPath to one value, such as $.tokens, $.usage['gpu hours'] or"
            + " $.items[0].size; wildcards, slices, filters and .. are not offered";

    /** Copies the list. */
    public DataPath {
        steps = List.copyOf(steps);
    }

    /** One step inwards. */
    public sealed interface Step {}

    /**
     * To a member of an object.
     *
     * @param name of the member
     */
    public record Member(String name) implements Step {}

    /**
     * To an element of an array.
     *
     * @param index from 0
     */
    public record Position(int index) implements Step {}

    /**
     * Reads a path.
     *
     * @param member which member of the meter holds it, to be named when it is none
     */
    public static Checked<DataPath> read(String member, String text) {
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int at = 1;
        boolean isPath = text.startsWith("$") && WireText.isUsable(text, LONGEST);
        while (isPath && at < text.length()) {
            isPath = step.find(at) && step.start() == at && steps.size() < MOST_STEPS;
            if (isPath) {
                steps.add(step(step));
                at = step.end();
            }
        }
        if (!isPath || steps.isEmpty()) {
            return new Checked.Invalid<>(List.of(Fault.of(member, WireText.shown(text, WireText.LONGEST_NAME), RULE)));
        }
        return new Checked.Valid<>(new DataPath(text, steps));
    }

    private static Step step(Matcher found) {
        String position = found.group("position");
        if (position != null) {
            return new Position(Integer.parseInt(position));
        }
        for (String group : List.of("name", "single")) {
            String name = found.group(group);
            if (name != null) {
                return new Member(name);
            }
        }
        return new Member(found.group("twofold"));
    }

    /**
     * The same in the path language of SQL/JSON, strict: an array where a member is asked for has no such member, while a
     * lax path would look into its elements.
     */
    public String sqlJsonPath() {
        StringBuilder path = new StringBuilder("strict $");
        for (Step step : steps) {
            switch (step) {
                case Member(String name) ->
                    path.append(".\"")
                            .append(name.replace("\\", "\\\\").replace("\"", "\\\""))
                            .append('"');
                case Position(int index) -> path.append('[').append(index).append(']');
            }
        }
        return path.toString();
    }
}
