package io.wattledger.pricing.flow;

import io.wattledger.chassis.http.ProblemCode;

/** The refusals of pricing; docs/prices.md and docs/tariffs.md explain them. */
public enum PricingProblem implements ProblemCode {
    /** A catalog breaks rules; all of them are listed. */
    CATALOG_INVALID("catalog-invalid", 422, "The catalog breaks a rule"),
    /** A tariff version under which charges were made would change or vanish. */
    TARIFF_VERSION_SEALED("tariff-version-sealed", 409, "A tariff version that was used never changes"),
    /** Between two versions of a tariff there is a day without one. */
    TARIFF_GAP("tariff-gap", 422, "A tariff has a day without a version"),
    /** Two versions of a tariff hold on the same day. */
    TARIFF_OVERLAP("tariff-overlap", 422, "A tariff has two versions on the same day"),
    /** A price series does not say how long each of its prices holds. */
    RESOLUTION_NOT_NAMED("resolution-not-named", 422, "A price series must name its resolution"),
    /** A price series is of another zone than the site that it is for. */
    ZONE_MISMATCH("zone-mismatch", 422, "The series is of another zone than the site"),
    /** Prices are in another currency than the tariff, and nothing leads from one to the other. */
    CURRENCY_MISMATCH("currency-mismatch", 422, "The currencies do not fit together"),
    /** Tariffs take two persons here, and this is only one. */
    TARIFF_NEEDS_DRAFT("tariff-needs-draft", 409, "Tariffs are drafted and approved by a second person here"),
    /** The author of a draft tried to approve it. */
    DRAFT_OF_ONE_PERSON("draft-of-one-person", 403, "A draft is approved by somebody else than its author"),
    /** The approval does not say what was read. */
    DRAFT_NOT_READ("draft-not-read", 428, "An approval needs the ETag of what was read in If-Match"),
    /** What the draft is compared with is no longer what was read. */
    DRAFT_CHANGED("draft-changed", 412, "What the draft changes is no longer what was read"),
    /** Something that stored prices or usage rest on would change. */
    IDENTITY_FIXED("identity-fixed", 409, "This property cannot change; use a new id"),
    /** The reading names no such format, column or series. */
    READING_INVALID("reading-invalid", 422, "It is not clear how to read the document"),
    /** The document breaks a rule; nothing of it was stored. */
    PRICE_DOCUMENT_INVALID("price-document-invalid", 422, "The price document cannot be used"),
    /** The publisher answered that it has no data. */
    PRICE_DOCUMENT_EMPTY("price-document-empty", 422, "The publisher has no data"),
    /** A curve that is filled from the value before lacks its first one. */
    PRICE_DOCUMENT_FIRST_POSITION_MISSING(
            "price-document-first-position-missing", 422, "The price document lacks the first value of a curve"),
    /** One slot, or one day of an exchange rate, has two values. */
    PRICE_DOCUMENT_TWO_VALUES("price-document-two-values", 422, "The price document contradicts itself"),
    /** The document is of another bidding zone than the series. */
    PRICE_DOCUMENT_OTHER_ZONE("price-document-other-zone", 422, "The price document is of another zone"),
    /** The document is in another currency than the series. */
    PRICE_DOCUMENT_OTHER_CURRENCY("price-document-other-currency", 422, "The price document is in another currency"),
    /** The document does not say how long each of its prices holds. */
    PRICE_DOCUMENT_RESOLUTION_NOT_NAMED(
            "price-document-resolution-not-named", 422, "The price document must name its resolution"),
    /** A quote, comparison or simulation asks for something that is not there. */
    QUESTION_INVALID("question-invalid", 422, "The question cannot be answered"),
    /** A day of a feed is being fetched by somebody else. */
    FEED_BUSY("feed-busy", 409, "This day is being fetched at this moment"),
    /** A time window is missing, empty or too long. */
    WINDOW_INVALID("window-invalid", 422, "The time window is not usable");

    private final String code;
    private final int status;
    private final String title;

    PricingProblem(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
