package io.wattledger.billing.invoice;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line costs.
 *
 * @param net BT-131, {@code unrounded} rounded once, less the allowances
 * @param unrounded sum of the unrounded amounts of its charges; FOCUS rows carry this
 * @param allowances what is taken off this line (BG-27); none in what was stored before there were any
 */
public record LineAmount(
        Money net, BigDecimal unrounded, @Nullable List<Allowance> allowances) {

    /** Copies the list. */
    public LineAmount {
        allowances = allowances == null ? List.of() : List.copyOf(allowances);
    }

    /** An amount of which nothing is taken off. */
    public LineAmount(Money net, BigDecimal unrounded) {
        this(net, unrounded, List.of());
    }

    /** What is taken off this line, in order. */
    @Override
    public List<Allowance> allowances() {
        return allowances == null ? List.of() : allowances;
    }

    /** The line before its allowances: quantity times price comes to this. */
    public Money gross() {
        Money gross = net;
        for (Allowance allowance : allowances()) {
            gross = gross.plus(allowance.amount());
        }
        return gross;
    }
}
