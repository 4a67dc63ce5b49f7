package io.wattledger.chassis.tenancy;

import java.util.function.Supplier;

/**
 * Somebody else works on the same rows, or did since they were last looked at. Nothing has happened; the same may be tried again at
 * once, and will find what the other has written.
 */
public final class Contended extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_TRIES = 3;

    /** Says what somebody else works on. */
    public Contended(String detail) {
        super(detail, null, false, false);
    }

    /**
     * Does something in a transaction of its own, and once more where it was contended, up to three times in all.
     *
     * @throws Contended when it was contended each time
     */
    public static <T> T again(Supplier<T> attempt) {
        for (int left = MOST_TRIES - 1; ; left--) {
            try {
                return attempt.get();
            } catch (Contended e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    /** Like {@link #again}, without a result. */
    public static void againDo(Runnable attempt) {
        again(() -> {
            attempt.run();
            return Boolean.TRUE;
        });
    }
}
