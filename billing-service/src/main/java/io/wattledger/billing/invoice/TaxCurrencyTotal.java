package io.wattledger.billing.invoice;

/**
 * The VAT total once more in the currency in which the seller accounts for it. Norwegian VAT has to be stated in kroner
 * (bookkeeping regulation, section 5-1-1), British in sterling (VAT Notice 700, VATREC5060).
 *
 * @param vat BT-111, in BT-6
 * @param rate by which it was converted
 */
public record TaxCurrencyTotal(Money vat, ExchangeRate rate) {}
