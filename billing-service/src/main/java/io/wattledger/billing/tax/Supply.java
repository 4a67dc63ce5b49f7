package io.wattledger.billing.tax;

import java.time.LocalDate;

/**
 * What the treatment of a service is decided from.
 *
 * @param seller country in which the legal entity is established, ISO 3166-1 alpha-2
 * @param sellerIdentified whether the legal entity states a VAT number of that country that is proven by its check digits
 * @param buyer country in which the buyer is established
 * @param customer what the buyer is
 * @param buyerVatNumber whether the buyer states a VAT number of that country that is proven
 * @param buyerRegistration whether the buyer states the number of a company register
 * @param taxPoint the day whose rules and rates hold
 * @param language BCP 47 tag of the language of the document
 */
public record Supply(
        String seller,
        boolean sellerIdentified,
        String buyer,
        Customer customer,
        boolean buyerVatNumber,
        boolean buyerRegistration,
        LocalDate taxPoint,
        String language) {}
