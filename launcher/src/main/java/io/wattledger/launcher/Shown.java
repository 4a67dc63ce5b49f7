package io.wattledger.launcher;

/**
 * Text of files and events as it may be shown on a terminal: what would move its cursor, change its colours or turn its direction is
 * written as {@code \\u001B} is.
 */
public final class Shown {

    private Shown() {}

    /** Of one line: line breaks and tabs are written out too. */
    public static String line(String text) {
        return shown(text, "");
    }

    /** Of text that may have several lines and tabs. */
    public static String text(String text) {
        return shown(text, "\n\t");
    }

    private static String shown(String text, String kept) {
        if (text.chars().noneMatch(Shown::isActive)) {
            return text;
        }
        var shown = new StringBuilder();
        text.chars().forEach(character -> {
            if (isActive(character) && kept.indexOf(character) < 0) {
                shown.append("\\u%04X".formatted(character));
            } else {
                shown.append((char) character);
            }
        });
        return shown.toString();
    }

    private static boolean isActive(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.LINE_SEPARATOR
                || Character.getType(character) == Character.PARAGRAPH_SEPARATOR;
    }
}
