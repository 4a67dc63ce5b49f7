package io.wattledger.metering.event;

import org.jspecify.annotations.Nullable;

/** What a text must be like so that rows, headers and index entries can hold it as it was sent. */
public final class WireText {

    /** Longest name of a tenant, project, site or SKU: four of them must fit one index entry. */
    public static final int LONGEST_NAME = 128;

    /** Longest attribute of an event: with the tenant's name it must fit one index entry. */
    public static final int LONGEST_ATTRIBUTE = 512;

    private static final char FIRST_PLAIN = ' ';
    private static final char LAST_PLAIN = '~';
    private static final char FIRST_OUTSIDE_XML = '\uFFFE';
    private static final char REPLACEMENT = '\uFFFD';

    private WireText() {}

    /** Whether the text is there, not blank, not too long and clean. */
    public static boolean isUsable(@Nullable String text, int longest) {
        return text != null && !text.isBlank() && text.length() <= longest && isClean(text);
    }

    /** Whether the text has neither control characters nor halves of surrogate pairs, nor what XML cannot hold. */
    static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPlain = c >= FIRST_PLAIN && c <= LAST_PLAIN;
            if (!isPlain && isDirty(text, i)) {
                return false;
            }
        }
        return true;
    }

    /** The text with what is not clean replaced, and shortened, to be shown and stored beside the original bytes. */
    public static String shown(String text, int longest) {
        String shortened = text.length() > longest ? text.substring(0, longest) + "…" : text;
        if (isClean(shortened)) {
            return shortened;
        }
        StringBuilder clean = new StringBuilder(shortened);
        for (int i = 0; i < shortened.length(); i++) {
            if (isDirty(shortened, i)) {
                clean.setCharAt(i, REPLACEMENT);
            }
        }
        return clean.toString();
    }

    private static boolean isDirty(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
        }
        // An invoice in XML can hold neither of the last two: with a project of such a name it could not be issued.
        return Character.isISOControl(c) || c >= FIRST_OUTSIDE_XML;
    }
}
