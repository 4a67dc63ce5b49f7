package io.wattledger.launcher.suite;

import java.time.Duration;

/** The time between two looks at something that is not ready yet. */
public final class Pause {

    private Pause() {}

    /**
     * Waits that long.
     *
     * @throws SuiteFault when the thread is interrupted meanwhile; it stays marked so
     */
    public static void take(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteFault("interrupted", e);
        }
    }
}
