package io.wattledger.billing.period;

/**
 * Why a period could not be issued, by a stable name.
 *
 * @param code one of a closed list, or the id of the e-invoice rule that was broken
 * @param detail what is missing or wrong, for a person
 */
public record HoldReason(String code, String detail) {

    /** Usage has no price: named by component, what is missing and when. */
    public static final String PRICE_MISSING = "price-missing";

    /** Usage cannot be rated at all: its site, SKU or tariff version is not known to pricing. */
    public static final String USAGE_UNRATED = "usage-unrated";

    /** Rated usage came that this service could not read; it lies aside. */
    public static final String USAGE_UNREADABLE = "usage-unreadable";

    /** Usage is charged at a price that its publisher has not made final: named as what has no price is. */
    public static final String PRICE_PRELIMINARY = "price-preliminary";

    /** A commitment is in another currency, and no rate of the day is known. */
    public static final String COMMITMENT_RATE_MISSING = "commitment-rate-missing";

    /** A commitment ends with the month, and other months that count towards it are not invoiced yet. */
    public static final String COMMITMENT_MONTHS_OPEN = "commitment-months-open";

    /** Usage was rated without any charge, of its day or of its month. */
    public static final String CHARGE_MISSING = "charge-missing";

    /** The billing month has not ended in the contract's zone. */
    public static final String PERIOD_NOT_OVER = "period-not-over";

    /** The contract's days of grace are not over. */
    public static final String GRACE_RUNNING = "grace-running";

    /** A collector has not yet reported all usage of a site of the period. */
    public static final String USAGE_INCOMPLETE = "usage-incomplete";

    /** Usage was rated in another currency than the contract's. */
    public static final String CURRENCY_DIFFERS = "currency-differs";

    /** Charges differ from those that an issued invoice was computed from. */
    public static final String CHANGED_SINCE = "charges-changed";

    /** A correction finds nothing it may be taken from yet; it waits for the next invoice or for a person. */
    public static final String CORRECTION_WAITS = "correction-waits";

    /** The month goes into other documents than when the run was started. */
    public static final String MONTH_SPLIT_OTHERWISE = "month-split-otherwise";

    /** No rule decides how the usage is taxed, and the contract does not state it. */
    public static final String TAX_UNDECIDED = "tax-undecided";

    /** What would be issued is not what was approved. */
    public static final String CHANGED_SINCE_APPROVAL = "changed-since-approval";

    /** Something that the month is computed from cannot be read or added up. */
    public static final String MONTH_FAILED = "month-failed";

    /** The invoice or a document of it could not be made. */
    public static final String DOCUMENT_FAILED = "document-failed";
}
