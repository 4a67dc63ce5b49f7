package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * The line of an issued invoice that another document corrects.
 *
 * @param number of the invoice
 * @param line its number there (BT-126); absent where usage came late that the invoice had no line for
 */
public record CorrectedLine(String number, @Nullable Integer line) {

    /** The line in words, for people. */
    public String words() {
        return line == null ? "invoice " + number : "line " + line + " of invoice " + number;
    }
}
