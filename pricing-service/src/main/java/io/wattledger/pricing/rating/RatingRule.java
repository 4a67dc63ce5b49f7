package io.wattledger.pricing.rating;

/**
 * A rule of rating that is younger than records that were published. What a record was rated from names the rules that held;
 * by the others it is not rated again, so that it comes to what was published.
 */
public enum RatingRule {

    /**
     * A charge for a part of a site's energy shows the IT energy of that part. Without this rule it shows that of all the
     * energy, so that facility energy by IT energy is no PUE.
     */
    ENERGY_OF_THE_PART,

    /** What is charged at a preliminary price is a gap, filled by it. Without this rule it is charged as at any price. */
    PRELIMINARY_IS_TOLD,

    /**
     * Shares of a site's energy that go over from one component to another do so at one instant. Without this rule what waits
     * for its month and what does not are charged together: some energy never or twice.
     */
    SHARES_GO_OVER_TOGETHER,

    /** Energy at a site that no price names is a gap, also where all of these are of the month. Without this rule it is free. */
    MONTH_PRICES_NAME_SITES,

    /** A mean of daily maxima runs over no more days than a part of a month has. */
    PEAKS_RUN_OVER_DAYS_OF_PART,

    /** Energy that certificates cover whole is counted by the market without a residual mix. Without this rule it has no figure. */
    CERTIFIED_NEEDS_NO_RESIDUAL_MIX,

    /**
     * What is charged by the hour of a month counts the hours since the tariff's first version began. Without this rule it counts those of
     * the whole month in which that was.
     */
    HOURS_BEGIN_WITH_TARIFF
}
