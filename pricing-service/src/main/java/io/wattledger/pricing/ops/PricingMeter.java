package io.wattledger.pricing.ops;

/** The catalogue of metric names: every meter of pricing, with its meaning, and nothing else. */
public enum PricingMeter {
    /** Slot totals that were new or of a higher revision. */
    SLOTS_RECORDED("wattledger.pricing.slots.recorded", "Slot totals taken in that changed something"),
    /** Days rated, changed or not. */
    DAYS_RATED("wattledger.pricing.days.rated", "Days rated, whether or not the result changed"),
    /** Revisions published. */
    REVISIONS_PUBLISHED("wattledger.pricing.revisions.published", "Charge periods published"),
    /** Documents taken in. */
    DOCUMENTS_ACCEPTED("wattledger.pricing.documents.accepted", "Price documents taken in"),
    /** Documents refused; an alert should watch it. */
    DOCUMENTS_REFUSED("wattledger.pricing.documents.refused", "Price documents refused"),
    /** Records of a topic that could not be read; an alert should watch it. */
    RECORDS_UNREADABLE("wattledger.pricing.records.unreadable", "Records that could not be read"),
    /** Attempts to fetch a price feed that failed, and days given up; an alert should watch it. */
    FEED_FAILURES("wattledger.price.feed.failures", "Attempts to fetch a price feed that failed"),
    /** By series: days that should be complete by now and are not; an alert should watch it. */
    SERIES_LATE_DAYS("wattledger.price.series.late.days", "Delivery days that should be complete by now and are not"),
    /** Days and months that cannot be rated; an alert should watch it. */
    RATINGS_FAILED(
            "wattledger.pricing.ratings.failed", "Days and months that could not be rated and are tried again later"),
    /** Law 8: GPU time that metering stated. */
    BALANCE_RECEIVED("wattledger.pricing.balance.received.milli.gpu.seconds", "GPU time that metering stated"),
    /** Law 8: GPU time of the days rated. */
    BALANCE_RATED("wattledger.pricing.balance.rated.milli.gpu.seconds", "Of this, published to billing"),
    /** Law 8: GPU time that cannot be rated. */
    BALANCE_OPEN("wattledger.pricing.balance.open.milli.gpu.seconds", "Of this, without contract, tariff or site"),
    /** Law 8: GPU time of days that still run and were rated without it. */
    BALANCE_RESTING(
            "wattledger.pricing.balance.resting.milli.gpu.seconds",
            "Of this, came to days that still run since they were rated last"),
    /** Law 8: GPU time that is none of them; anything but 0 while no day waits to be rated is an alarm. */
    BALANCE_DIFFERENCE(
            "wattledger.pricing.balance.difference.milli.gpu.seconds",
            "Received less rated, open and resting; 0 once no day waits to be rated");

    private final String meterName;
    private final String meaning;

    PricingMeter(String meterName, String meaning) {
        this.meterName = meterName;
        this.meaning = meaning;
    }

    /** Whether it shows the present instead of counting. */
    boolean isGauge() {
        return name().startsWith("BALANCE_") || this == SERIES_LATE_DAYS || this == RATINGS_FAILED;
    }

    /** The name, in dots. */
    public String meterName() {
        return meterName;
    }

    /** What the meter says, in words. */
    public String meaning() {
        return meaning;
    }
}
