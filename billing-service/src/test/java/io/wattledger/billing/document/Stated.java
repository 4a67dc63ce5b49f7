package io.wattledger.billing.document;

import io.wattledger.billing.invoice.LineQuantity;
import io.wattledger.billing.invoice.Money;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** What a line of {@link AnInvoice} states beside its exact quantity: four decimals, and a price that leads to the amount. */
final class Stated {

    private Stated() {}

    static LineQuantity quantity(BigDecimal exact, ChargeUnit unit, BigDecimal amount, Money net) {
        BigDecimal size = exact.setScale(4, RoundingMode.HALF_UP);
        if (size.signum() == 0 && net.amount().signum() != 0) {
            size = new BigDecimal("0.0001");
        }
        BigDecimal price = size.signum() == 0
                ? BigDecimal.ZERO
                : net.amount().abs().divide(size, 12, RoundingMode.HALF_UP).stripTrailingZeros();
        BigDecimal invoiced = net.amount().signum() < 0 ? size.negate() : size;
        BigDecimal average = exact.signum() == 0 ? null : amount.divide(exact, MathContext.DECIMAL128);
        return new LineQuantity(exact, unit, invoiced, price, average);
    }
}
