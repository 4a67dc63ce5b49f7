package io.wattledger.billing.commercial;

import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.ContractMoney.DiscountTaken;
import io.wattledger.billing.invoice.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One discount while an invoice is made: what it has taken off and how much its cap leaves. */
final class DiscountTally {

    private static final int PERCENT_DIGITS = 2;

    private final Discount discount;
    private final @Nullable Money most;
    private Money taken;

    DiscountTally(Discount discount, Money nothing, @Nullable BigDecimal takenBefore) {
        this.discount = discount;
        this.taken = nothing;
        BigDecimal cap = discount.cap();
        this.most = cap == null
                ? null
                : Money.rounded(
                        takenBefore == null ? cap : cap.subtract(takenBefore).max(BigDecimal.ZERO), nothing.currency());
    }

    Discount discount() {
        return discount;
    }

    /** What a discount in per cent leaves of a part of a line. */
    Money leaves(Money part) {
        return part.minus(capped(wanted(part)));
    }

    /** Takes a discount in per cent off a part of a line; absent where nothing is taken. */
    @Nullable
    Allowance takeOff(Money part) {
        Money wanted = wanted(part);
        Money amount = capped(wanted);
        if (amount.signum() == 0) {
            return null;
        }
        taken = taken.plus(amount);
        // Percentage and base only where they come to the amount (PEPPOL-EN16931-R040 to R042).
        boolean whole = amount.equals(wanted);
        return new Allowance(
                discount.statedReasonCode(), discount.words(), amount, whole ? part : null, whole ? percent() : null);
    }

    /** Takes a discount of an amount off what is left across lines; absent where nothing is taken. */
    @Nullable
    Allowance takeFixed(BigDecimal perMonth, Money left) {
        Money amount = capped(CreditDraws.lesser(Money.rounded(perMonth, left.currency()), left));
        if (amount.signum() <= 0) {
            return null;
        }
        taken = taken.plus(amount);
        return new Allowance(discount.statedReasonCode(), discount.words(), amount, null, null);
    }

    /** What it has taken, for the invoice to tell. */
    DiscountTaken told() {
        return new DiscountTaken(discount.id(), discount.words(), taken);
    }

    boolean tookSomething() {
        return taken.signum() != 0;
    }

    private Money wanted(Money part) {
        return part.signum() <= 0
                ? Money.zero(part.currency())
                : Money.rounded(part.amount().multiply(percent()).movePointLeft(PERCENT_DIGITS), part.currency());
    }

    private Money capped(Money wanted) {
        return most == null ? wanted : CreditDraws.lesser(wanted, most.minus(taken));
    }

    private BigDecimal percent() {
        return switch (discount.reduction()) {
            case Reduction.PerCent part -> part.percent();
            case Reduction.Amount ignored -> BigDecimal.ZERO;
        };
    }
}
