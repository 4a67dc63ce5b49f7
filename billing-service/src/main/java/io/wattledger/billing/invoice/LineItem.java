package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.ChargeKind;
import org.jspecify.annotations.Nullable;

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

    /** What stands before a discount's id in the component of a line that corrects what it took off across lines. */
    static final String DISCOUNT = "discount/";

    /** What stands before a credit's id in the component of a line that gives back what it paid across lines. */
    static final String CREDIT = "credit/";

    /** Id of the discount of which the line corrects what it took off across lines; absent on all other lines. */
    public @Nullable String discount() {
        return after(DISCOUNT);
    }

    /** Id of the promotional credit to which the line gives back what it paid across lines; absent on all other lines. */
    public @Nullable String credit() {
        return after(CREDIT);
    }

    /** Whether the line corrects what was taken off across lines, and so bills no charge. */
    public boolean acrossLines() {
        return discount() != null || credit() != null;
    }

    private @Nullable String after(String prefix) {
        return kind == ChargeKind.FEE && component.startsWith(prefix) ? component.substring(prefix.length()) : null;
    }

    /** The same item in other words. */
    LineItem describedAs(String words) {
        return new LineItem(project, site, siteName, sku, skuName, component, kind, words);
    }
}
