package io.wattledger.billing.focus;

/**
 * A rule that an export would break.
 *
 * @param rule which one
 * @param charge the {@code x_ChargeId} of the row, or what else it is known by, or the number of the document
 * @param detail which column, which value
 */
public record FocusViolation(FocusRule rule, String charge, String detail) {}
