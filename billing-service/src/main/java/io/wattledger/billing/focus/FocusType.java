package io.wattledger.billing.focus;

/** What the values of a column are. Every value is kept as the text that CSV has; the type says how it is to be read. */
public enum FocusType {
    /** Any text. */
    STRING("String"),
    /** A number without exponent: costs, prices and quantities. */
    DECIMAL("Decimal"),
    /** An instant in UTC, to the second. */
    DATE_TIME("Date/Time"),
    /** A flat JSON object. */
    JSON("JSON");

    private final String text;

    FocusType(String text) {
        this.text = text;
    }

    /** The type as the specification's metadata names it. */
    public String text() {
        return text;
    }
}
