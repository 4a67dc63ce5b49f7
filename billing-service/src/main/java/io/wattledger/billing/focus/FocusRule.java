package io.wattledger.billing.focus;

/** What a row, a document or a file must fulfil before it leaves the house; the words say what holds. */
public enum FocusRule {
    /** Columns. */
    F1(
            "every mandatory column is there and filled, with a value that FOCUS allows; columns of our own begin with x_ and come last"),
    /** Instants. */
    F2("instants are written YYYY-MM-DDTHH:mm:ssZ, and each period ends after it starts"),
    /** Numbers. */
    F3("numbers have digits, a minus sign and a decimal point, and nothing else"),
    /** NULL. */
    F4("what is not known is NULL, and never a word or a blank in its place"),
    /** JSON. */
    F5(
            "Tags and SkuPriceDetails are flat JSON objects with unique keys; keys of SkuPriceDetails that FOCUS does not know begin with x_"),
    /** Prices. */
    F6("unit price times PricingQuantity is the cost exactly, unless the row is a correction"),
    /** Rounding. */
    F7("rows are unrounded; one Adjustment row per document carries no more than what rounding its lines can come to"),
    /** Sums. */
    F8("BilledCost adds up to what is payable, in one currency, for each document"),
    /** Priced rows. */
    F9(
            "Usage and Purchase have a price of zero or more, a quantity and a SKU unless they correct; Tax has none of them"),
    /** Consumption. */
    F10("consumption stands on Usage that was used and on nothing else, with its unit"),
    /** Credits. */
    F11("a row without unit price has one cost"),
    /** Commitments. */
    F12(
            "a commitment is bought at no effective cost, its use is billed at nothing, and both come to the same, over a document and over its term"),
    /** Corrections. */
    F13("what corrects lies in a billing period after the one that it corrects"),
    /** Identifiers. */
    F14("each SkuPriceId has one SkuId, each ServiceName one ServiceCategory"),
    /** Issuer. */
    F15("who issues the invoice and who provides the service are called the same"),
    /** Currency. */
    F16("the billing currency is that of the document, as ISO 4217 writes it"),
    /** Pairs. */
    F17("a name comes with its id, and an id with its name"),
    /** Names. */
    F18("within a document an id has one name, as it was at issue, and a name that was given up does not come back"),
    /** Metadata. */
    F19("the metadata describe the columns of the file, in their order"),
    /** Identity. */
    F20("no charge is delivered twice"),
    /** Invoice details. */
    F21("the rows of an invoice detail add up to it, and each billing period has its row"),
    /** Completeness. */
    F22("what a rated charge says beyond FOCUS stands in columns of our own, with the id of the rated record"),
    /** Price list. */
    F23("a SkuPriceId names tariff, component, site and SKU, and the price list has it");

    private final String words;

    FocusRule(String words) {
        this.words = words;
    }

    /** What holds, for a person. */
    public String words() {
        return words;
    }
}
