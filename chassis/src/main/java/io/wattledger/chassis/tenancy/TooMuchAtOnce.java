package io.wattledger.chassis.tenancy;

/**
 * One transaction would take too long or hold too much. Nothing has happened; the same goes through in smaller parts, and never
 * comes of something that cannot be divided.
 */
public final class TooMuchAtOnce extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Into so many parts what was too much is divided: few tries find a size that is small enough. */
    private static final int PARTS = 8;

    /** Says of what it was too much. */
    public TooMuchAtOnce(String detail) {
        super(detail, null, false, false);
    }

    /** How many to try of {@code number} that were too many; at least one. */
    public static int fewer(int number) {
        return Math.max(1, number / PARTS);
    }
}
