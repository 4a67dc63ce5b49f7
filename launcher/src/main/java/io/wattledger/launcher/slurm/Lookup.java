package io.wattledger.launcher.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How something that Slurm does not know follows from what it does.
 *
 * @param where the mapping says so, for messages, such as {@code usage.sacct.tenant}
 * @param column the column that decides, as sacct writes it; absent where there is nothing to decide
 * @param values what each of its values means; empty where they mean themselves
 * @param otherwise what a value means that is not listed, or what it is where no column decides; absent where such a
 *     record is refused
 */
record Lookup(
        String where,
        @Nullable String column,
        Map<String, String> values,
        @Nullable String otherwise) {

    /** A lookup by a member of a mapping; {@code byDefault} where the mapping does not have it. */
    static Lookup of(String where, JsonNode member, @Nullable String byDefault) {
        if (member.isMissingNode()) {
            return new Lookup(where, null, Map.of(), byDefault);
        }
        Map<String, String> values = new TreeMap<>();
        member.path("values")
                .properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        return new Lookup(
                where,
                member.path("from").asText(),
                values,
                member.has("otherwise") ? member.get("otherwise").asText() : null);
    }

    /** Everything that it can say, as far as that is listed. */
    Set<String> meanings() {
        Set<String> meanings = new TreeSet<>(values.values());
        if (otherwise != null) {
            meanings.add(otherwise);
        }
        return meanings;
    }

    /** What the lookup says of a record; absent where it says nothing at all. */
    @Nullable
    String find(JobRecord job) throws RecordRefused {
        if (column == null) {
            return otherwise;
        }
        String value = job.text(JobRecord.name(column));
        String meaning = values.isEmpty() && !value.isEmpty() ? value : values.getOrDefault(value, otherwise);
        if (meaning == null) {
            throw new RecordRefused(
                    column,
                    value.isEmpty() ? null : value,
                    value.isEmpty() ? "is empty, and " + where + " goes by it" : "is not among the values of " + where);
        }
        return meaning;
    }
}
