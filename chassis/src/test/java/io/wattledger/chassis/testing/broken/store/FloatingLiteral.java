package io.wattledger.chassis.testing.broken.store;

/** Breaks law 1 where only the source shows it: the compiler folds the literal away. */
public final class FloatingLiteral {

    /** Half of it, nearly. */
    public long half(long milliGpuSeconds) {
        return (long) (milliGpuSeconds * 0.5);
    }
}
