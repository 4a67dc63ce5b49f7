package io.wattledger.pricing.energy;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a document, told so that a person can find and mend it.
 *
 * @param file name of the file
 * @param line line in it, from 1; 0 where the fault is the document as a whole
 * @param column CSV column from 1; 0 where it has none
 * @param field the element or column
 * @param value what stands there; absent where the thing is missing
 * @param rule what should be there
 */
public record DocumentFault(
        String file,
        long line,
        int column,
        String field,
        @Nullable String value,
        String rule) {

    /** The fault in one sentence: {@code prices.xml:32: resolution 'PT5M': must be PT15M, PT30M or PT60M}. */
    public String sentence() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (column > 0) {
            text.append(':').append(column);
        }
        text.append(": ").append(field);
        if (value != null) {
            text.append(" '").append(value).append('\'');
        }
        return text.append(": ").append(rule).toString();
    }
}
