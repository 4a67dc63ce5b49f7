package io.wattledger.billing.invoice;

/**
 * Document totals of an invoice without allowances, charges and prepayments.
 *
 * @param lines BT-106, sum of the lines' net amounts (BR-CO-10)
 * @param withoutVat BT-109 (BR-CO-13)
 * @param vat BT-110, sum of the breakdown (BR-CO-14)
 * @param withVat BT-112 (BR-CO-15)
 * @param payable BT-115 (BR-CO-16)
 */
public record Totals(Money lines, Money withoutVat, Money vat, Money withVat, Money payable) {}
