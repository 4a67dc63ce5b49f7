package io.wattledger.contracts;

/** The topics of the suite. A name never changes its meaning: a breaking change is a new version. */
public final class Topics {

    /** CloudEvents from collectors to metering; keyed by tenant and project. */
    public static final String USAGE_EVENTS = "usage-events.v1";

    /** Records that metering refused, with their original bytes, their headers and the reason. */
    public static final String USAGE_EVENTS_DEAD_LETTERS = "usage-events.v1.dlq";

    /** Slot totals from metering to pricing; compacted. */
    public static final String METERED_USAGE = "metered-usage.v1";

    /** Until when the usage of each site is reported and published, from metering to pricing; compacted. */
    public static final String USAGE_WATERMARKS = "usage-watermarks.v1";

    /** The same once all of it is rated and published, from pricing to billing; compacted. */
    public static final String RATED_WATERMARKS = "rated-watermarks.v1";

    /** Rated days from pricing to billing; compacted. */
    public static final String RATED_USAGE = "rated-usage.v1";

    /** Issued invoices and credit notes from billing to whom it concerns. */
    public static final String INVOICES = "invoices.v1";

    /** Sites, owned by pricing; compacted. */
    public static final String SITES = "sites.v1";

    /** SKUs, owned by pricing; compacted. */
    public static final String SKUS = "skus.v1";

    /** Accounts with their contracts, owned by billing; compacted. */
    public static final String ACCOUNTS = "accounts.v1";

    private Topics() {}
}
