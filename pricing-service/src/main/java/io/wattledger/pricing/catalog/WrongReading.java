package io.wattledger.pricing.catalog;

/** A reading lacks a member or has a wrong one. */
public final class WrongReading extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String detail;

    WrongReading(String pointer, String detail) {
        super("reading" + pointer + ": " + detail);
        this.pointer = pointer;
        this.detail = detail;
    }

    /** Where it is wrong, from the reading. */
    public String pointer() {
        return pointer;
    }

    /** What is wrong. */
    public String detail() {
        return detail;
    }
}
