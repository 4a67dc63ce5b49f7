package io.wattledger.pricing.rating;

/**
 * Which rules of rating hold. What was rated once is rated again by the rules of then, so that it comes to the same: the
 * evidence of a record says their number, and evidence from before there was a choice says none. A rule that changes what a
 * record comes to is a new constant here, and a question that tells by which ones it holds.
 */
public enum RatingRules {
    /** Those until decision 0064. */
    FIRST(1),
    /** Those since decision 0064. */
    SECOND(2);

    /** By these is rated now. */
    public static final RatingRules NEWEST = SECOND;

    private final int number;

    RatingRules(int number) {
        this.number = number;
    }

    /** The number by which evidence names them. */
    public int number() {
        return number;
    }

    /** Whether shares of a site's energy that go over from one component to another do so at one instant. */
    boolean sharesGoOverTogether() {
        return this != FIRST;
    }

    /** Whether energy is a gap too where only components of the month have energy prices and none names the site. */
    boolean monthPricesMustNameSites() {
        return this != FIRST;
    }

    /** Whether a mean of daily maxima runs over no more days than a part of a month has. */
    boolean peaksRunOverDaysOfPart() {
        return this != FIRST;
    }

    /** Whether energy that certificates cover whole needs no residual mix to be counted by the market. */
    boolean certifiedNeedsNoResidualMix() {
        return this != FIRST;
    }
}
