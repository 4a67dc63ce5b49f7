package io.wattledger.metering.meter;

import java.util.List;

/**
 * What the rules say of something that was asked for.
 *
 * @param <T> what it becomes when it keeps them
 */
public sealed interface Checked<T> {

    /**
     * It keeps the rules.
     *
     * @param <T> what it became
     * @param value the same, read
     */
    record Valid<T>(T value) implements Checked<T> {}

    /**
     * It breaks rules.
     *
     * @param <T> what it would have become
     * @param faults all of them; never empty
     */
    record Invalid<T>(List<Fault> faults) implements Checked<T> {

        /** Copies the list. */
        public Invalid {
            faults = List.copyOf(faults);
        }
    }
}
