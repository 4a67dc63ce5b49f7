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
    PRELIMINARY_IS_TOLD
}
