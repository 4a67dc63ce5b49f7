package io.wattledger.chassis.http;

/** The years of which may be asked: further off, neither a clock's zone nor the database can tell instants. */
public final class AskableYears {

    /** How they are told. */
    public static final String WORDS = "between 1970 and 9000";

    private static final int FIRST = 1970;
    private static final int LAST = 9000;

    private AskableYears() {}

    /** Whether a year is one of them. */
    public static boolean hold(int year) {
        return year >= FIRST && year <= LAST;
    }
}
