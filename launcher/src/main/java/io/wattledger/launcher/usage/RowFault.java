package io.wattledger.launcher.usage;

import io.wattledger.launcher.Shown;
import org.jspecify.annotations.Nullable;

/**
 * Why a row of a usage file cannot become an event.
 *
 * @param file name of the file
 * @param line counts from 1
 * @param column place of the field in its row, from 1; absent where the whole row is meant or the file has no columns
 * @param field what is at fault, in the words of the file; absent where the whole row is
 * @param value what stands there; absent where nothing does
 * @param rule what must hold, and what to do
 */
public record RowFault(
        String file,
        long line,
        @Nullable Integer column,
        @Nullable String field,
        @Nullable String value,
        String rule) {

    /** One sentence for people, beginning with the place; it may be shown on a terminal. */
    @Override
    public String toString() {
        var sentence = new StringBuilder(file).append(':').append(line);
        if (column != null) {
            sentence.append(':').append(column);
        }
        sentence.append(": ");
        if (field != null) {
            sentence.append(Shown.line(field)).append(": ");
        }
        if (value != null) {
            sentence.append('\'').append(Shown.line(value)).append("' ");
        }
        return sentence.append(rule).toString();
    }
}
