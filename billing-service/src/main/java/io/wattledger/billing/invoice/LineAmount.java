package io.wattledger.billing.invoice;

import java.math.BigDecimal;

/**
 * What a line costs.
 *
 * @param net BT-131, {@code unrounded} rounded once
 * @param unrounded sum of the unrounded amounts of its charges; FOCUS rows carry this
 */
public record LineAmount(Money net, BigDecimal unrounded) {}
