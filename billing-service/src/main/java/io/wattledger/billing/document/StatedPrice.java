package io.wattledger.billing.document;

import io.wattledger.billing.invoice.LineAmount;
import io.wattledger.billing.invoice.LineQuantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A unit price as electronic invoices have it: an amount for a number of units. Receivers and the coming EN 16931-1:2026 take prices of
 * at most 4 decimals; an average price of energy needs more. So it is stated for 10, 100, 1000 … units until quantity
 * times price by base quantity rounds to the amount of the line before its allowances exactly, although PEPPOL-EN16931-R120 would let it be
 * 0.02 off: a person who recomputes the line must get what it says.
 *
 * @param amount BT-146, never negative
 * @param baseQuantity BT-149; absent where it is 1
 */
record StatedPrice(BigDecimal amount, @Nullable BigDecimal baseQuantity) {

    private static final int PRICE_DECIMALS = 4;
    private static final int LARGEST_POWER = 12;

    /** The price with the smallest base quantity that gives {@code amount} exactly; the tariff's own price if it can. */
    static StatedPrice of(LineQuantity quantity, LineAmount amount) {
        BigDecimal units = quantity.invoiced().abs();
        BigDecimal net = amount.gross().amount().abs();
        if (units.signum() == 0) {
            return new StatedPrice(plain(quantity.invoicedUnitPrice()), null);
        }
        BigDecimal average = net.divide(units, MathContext.DECIMAL128);
        return shortest(quantity.invoicedUnitPrice(), units, net)
                .or(() -> shortest(average, units, net))
                // The line's own quantity costs the line's own amount, which is exact by itself.
                .orElseGet(() -> new StatedPrice(net, plain(units)));
    }

    private static Optional<StatedPrice> shortest(BigDecimal unitPrice, BigDecimal units, BigDecimal net) {
        for (int power = 0; power <= LARGEST_POWER; power++) {
            BigDecimal price = unitPrice.scaleByPowerOfTen(power).setScale(PRICE_DECIMALS, RoundingMode.HALF_UP);
            BigDecimal product =
                    units.multiply(price).scaleByPowerOfTen(-power).setScale(net.scale(), RoundingMode.HALF_UP);
            if (product.compareTo(net) == 0) {
                BigDecimal base = BigDecimal.ONE.scaleByPowerOfTen(power).setScale(0, RoundingMode.UNNECESSARY);
                return Optional.of(new StatedPrice(plain(price), power == 0 ? null : base));
            }
        }
        return Optional.empty();
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
    }
}
