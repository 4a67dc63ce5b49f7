package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much a line bills. Electronic formats allow neither a negative price (BR-27) nor 34 digits, so the exact quantity
 * stands beside the one that is invoiced.
 *
 * @param exact sum of the charges' quantities, unrounded, never negative
 * @param unit of both quantities
 * @param invoiced BT-129: {@code exact} to 4 decimals, HALF_UP; negative where the line's net amount is negative, and
 *     {@code 0.0001} where it would be zero although the net amount is not
 * @param invoicedUnitPrice BT-146: never negative, at most 12 decimals. The tariff's own price where {@code invoiced}
 *     times it rounds HALF_UP to the net amount, else the net amount by {@code invoiced}; a person who recomputes the
 *     line gets what it says, although Peppol R120 would let it be 0.02 off
 * @param averageUnitPrice unrounded amount by exact quantity with 34 digits, may be negative; absent where the quantity
 *     is zero
 */
public record LineQuantity(
        BigDecimal exact,
        ChargeUnit unit,
        BigDecimal invoiced,
        BigDecimal invoicedUnitPrice,
        @Nullable BigDecimal averageUnitPrice) {}
