package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** From the exact quantity to one that electronic formats can carry, with a price that leads to the same net amount. */
final class InvoicedQuantity {

    private static final int QUANTITY_DECIMALS = 4;
    private static final int PRICE_DECIMALS = 12;
    private static final BigDecimal SMALLEST = BigDecimal.ONE.movePointLeft(QUANTITY_DECIMALS);

    private InvoicedQuantity() {}

    /**
     * @param exact unrounded quantity
     * @param amount unrounded amount
     * @param net rounded amount
     * @param tariffPrice the one price of all charges; absent where it varies
     */
    static LineQuantity of(
            BigDecimal exact, ChargeUnit unit, BigDecimal amount, Money net, @Nullable BigDecimal tariffPrice) {
        BigDecimal size = exact.setScale(QUANTITY_DECIMALS, RoundingMode.HALF_UP);
        if (size.signum() == 0 && net.amount().signum() != 0) {
            size = SMALLEST;
        }
        BigDecimal invoiced = net.amount().signum() < 0 ? size.negate() : size;
        BigDecimal average = exact.signum() == 0 ? null : LineSum.divide(amount, exact);
        return new LineQuantity(LineSum.plain(exact), unit, invoiced, price(size, net, tariffPrice), average);
    }

    /** The tariff's own price where it explains the net amount exactly, since that is the one a reader knows. */
    private static BigDecimal price(BigDecimal size, Money net, @Nullable BigDecimal tariffPrice) {
        BigDecimal netSize = net.amount().abs();
        if (tariffPrice != null && tariffPrice.signum() >= 0 && tariffPrice.scale() <= PRICE_DECIMALS) {
            BigDecimal product = size.multiply(tariffPrice).setScale(netSize.scale(), RoundingMode.HALF_UP);
            if (product.compareTo(netSize) == 0) {
                return LineSum.plain(tariffPrice);
            }
        }
        return size.signum() == 0
                ? BigDecimal.ZERO
                : LineSum.plain(netSize.divide(size, PRICE_DECIMALS, RoundingMode.HALF_UP));
    }
}
