package io.wattledger.chassis.testing.broken.pure;

import java.math.BigDecimal;

/** Breaks law 1 where the class file shows it. */
public record FloatingPrice(BigDecimal price) {

    /** Loses digits. */
    public long cents() {
        return (long) (price.doubleValue() * 100);
    }
}
