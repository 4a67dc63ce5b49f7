package io.wattledger.billing.invoice;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The line of an issued invoice that another document corrects.
 *
 * @param number of the invoice
 * @param line its number there (BT-126); absent where usage came late that the invoice had no line for
 */
public record CorrectedLine(String number, @Nullable Integer line) {

    private static final Pattern TOLD =
            Pattern.compile("(Credit|Correction) of (?:line (\\d{1,9}) of )?invoice (.+?): (.*)", Pattern.DOTALL);

    /** What another line does to this one. */
    public enum Purpose {
        /** It gives back money. */
        CREDIT("Credit"),
        /** It bills a difference. */
        CORRECTION("Correction");

        private final String word;

        Purpose(String word) {
            this.word = word;
        }
    }

    /**
     * What the description of a line says before its own words.
     *
     * @param purpose what the line does
     * @param corrected to which line
     * @param words the words of the line that it does it to, which may tell the same of yet another one
     */
    public record Told(Purpose purpose, CorrectedLine corrected, String words) {}

    /** The line in words, for people. */
    public String words() {
        return line == null ? "invoice " + number : "line " + line + " of invoice " + number;
    }

    /** The description, in English, of a line that does something to this one, whose own description is {@code words}. */
    String told(Purpose purpose, String words) {
        return purpose.word + " of " + words() + ": " + words;
    }

    /** What {@link #told(Purpose, String)} has put together; absent where the description is of another form. */
    public static @Nullable Told read(String description) {
        Matcher told = TOLD.matcher(description);
        if (!told.matches()) {
            return null;
        }
        Purpose purpose = told.group(1).equals(Purpose.CREDIT.word) ? Purpose.CREDIT : Purpose.CORRECTION;
        Integer line = told.group(2) == null ? null : Integer.valueOf(told.group(2));
        return new Told(purpose, new CorrectedLine(told.group(3), line), told.group(4));
    }
}
