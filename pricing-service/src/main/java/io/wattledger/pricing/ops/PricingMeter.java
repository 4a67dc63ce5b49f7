package io.wattledger.pricing.ops;

/** The catalogue of metric names: every meter of pricing, with its unit and meaning, and nothing else. */
public enum PricingMeter {
    /** Slot totals that were new or of a higher revision. */
    SLOTS_RECORDED("wattledger.pricing.slots.recorded", "slots", "Slot totals taken in that changed something"),
    /** Days rated, changed or not. */
    DAYS_RATED("wattledger.pricing.days.rated", "days", "Days rated, whether or not the result changed"),
    /** Revisions published. */
    REVISIONS_PUBLISHED("wattledger.pricing.revisions.published", "revisions", "Charge periods published"),
    /** Documents taken in. */
    DOCUMENTS_ACCEPTED("wattledger.pricing.documents.accepted", "documents", "Price documents taken in"),
    /** Documents refused; an alert should watch it. */
    DOCUMENTS_REFUSED("wattledger.pricing.documents.refused", "documents", "Price documents refused"),
    /** Records of a topic that could not be read; an alert should watch it. */
    RECORDS_UNREADABLE("wattledger.pricing.records.unreadable", "records", "Records that could not be read");

    private final String meterName;
    private final String unit;
    private final String meaning;

    PricingMeter(String meterName, String unit, String meaning) {
        this.meterName = meterName;
        this.unit = unit;
        this.meaning = meaning;
    }

    /** The name, in dots. */
    public String meterName() {
        return meterName;
    }

    /** What one counts. */
    public String unit() {
        return unit;
    }

    /** What the meter says, in words. */
    public String meaning() {
        return meaning;
    }
}
