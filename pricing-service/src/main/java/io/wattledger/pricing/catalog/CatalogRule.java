package io.wattledger.pricing.catalog;

/** The rules of a catalog that a program may want to tell apart, beside all others. */
public enum CatalogRule {
    /** Any rule without a name of its own. */
    GENERAL,
    /** Between two versions of a tariff there is a day without one. */
    TARIFF_GAP,
    /** Two versions of a tariff hold on the same day. */
    TARIFF_OVERLAP,
    /** A price series does not say how long each of its prices holds. */
    RESOLUTION_NOT_NAMED,
    /** A price series is of another zone than the site that it is for. */
    ZONE_MISMATCH,
    /** Prices are in another currency than the tariff, and nothing leads from one to the other. */
    CURRENCY_MISMATCH
}
