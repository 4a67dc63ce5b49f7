package io.wattledger.pricing.site;

/** Where a site stands in its life. */
public enum SiteState {
    /** Announced; no usage expected yet. */
    PLANNED,
    /** In operation. */
    LIVE,
    /** Closed; its past usage is still rated. */
    RETIRED
}
