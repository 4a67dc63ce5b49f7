package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.ChargeKind;

/**
 * What a line bills.
 *
 * @param project the tenant's subdivision
 * @param site id of the site
 * @param siteName name of the site, the id where no name is known
 * @param sku id of the SKU
 * @param skuName name of the SKU, the id where no name is known
 * @param component id of the tariff component
 * @param kind what the component charges for
 * @param description words of the tariff component, in English
 */
public record LineItem(
        String project,
        String site,
        String siteName,
        String sku,
        String skuName,
        String component,
        ChargeKind kind,
        String description) {
    /** The same item in other words. */
    LineItem describedAs(String words) {
        return new LineItem(project, site, siteName, sku, skuName, component, kind, words);
    }
}
