package io.wattledger.billing.invoice;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Something taken off an amount (BG-20 on the document, BG-27 on a line).
 *
 * @param reasonCode UNTDID 5189, for example {@code 95} discount or {@code 102} fixed long term (BT-98, BT-140)
 * @param reason in words (BT-97, BT-139)
 * @param amount what is taken off (BT-92, BT-136)
 * @param base what the percentage is of (BT-93, BT-137); present exactly where {@code percent} is (Peppol R041, R042)
 * @param percent BT-94, BT-138; then {@code amount} is {@code base} times it, rounded HALF_UP (Peppol R040)
 */
public record Allowance(
        String reasonCode,
        String reason,
        Money amount,
        @Nullable Money base,
        @Nullable BigDecimal percent) {}
