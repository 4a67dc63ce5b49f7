package io.wattledger.billing.invoice;

import java.time.YearMonth;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a credit note is issued, as its documents say it to the customer in words of their own. What somebody wrote for the books
 * is not in it and stands on no document.
 *
 * @param cause what led to it
 * @param month the month whose charges have changed; absent with every other cause
 * @param statement words of the seller for the customer beside; absent where there are none
 */
public record CreditGround(
        Cause cause, @Nullable YearMonth month, @Nullable String statement) {

    /** Characters that a statement has at most: some five lines of a page. */
    public static final int LONGEST_STATEMENT = 500;

    /** In UBL a subject code stands so in the note (BT-21), and one that is not on the list is an error (BR-CL-08). */
    private static final Pattern SUBJECT_CODE = Pattern.compile("#[^#]{3}#");

    /** What led to a credit note. */
    public enum Cause {
        /** Charges have changed since the invoice was issued, and these came to less. */
        CHARGES_CHANGED,
        /** All of an invoice was credited of which nothing had been taken before. */
        ALL_CREDITED,
        /** All was credited that earlier credit notes and invoices had left of an invoice. */
        REST_CREDITED,
        /** A part of an invoice was credited, and something is left. */
        PART_CREDITED
    }

    /**
     * Why a statement cannot stand on a document.
     *
     * @return what is to be done about it; null where it can stand
     */
    public static @Nullable String flaw(String statement) {
        if (statement.isBlank()) {
            return "is blank: say something to the customer, or leave it out";
        }
        if (statement.strip().length() > LONGEST_STATEMENT) {
            return "has " + statement.strip().length() + " characters; the documents have room for "
                    + LONGEST_STATEMENT;
        }
        if (SUBJECT_CODE.matcher(statement).find()) {
            return "has three characters between two #, which electronic invoices take for a subject code; write it otherwise";
        }
        return statement.strip().codePoints().allMatch(CreditGround::isWritable)
                ? null
                : "holds a line break or another character that is none to read; write it as one paragraph";
    }

    /** XML and pages have no form for these, or read them as an end of the line. */
    private static boolean isWritable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
