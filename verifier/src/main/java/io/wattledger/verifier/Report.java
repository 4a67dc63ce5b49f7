package io.wattledger.verifier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a verification.
 *
 * @param equal whether everything is as stated
 * @param document what the bundle is about; absent where it cannot be read
 * @param damage what is wrong with the bundle itself; where anything is, nothing was computed
 * @param records rated records that cannot be rated again to what is stated
 * @param recordsEqual how many records were rated again and are equal
 * @param lines the lines of the document
 * @param forms everything of the document that is no line
 * @param priceDocuments hashes of the price documents, whose bytes lie in the bundle
 */
public record Report(
        boolean equal,
        @Nullable Document document,
        List<String> damage,
        List<Check> records,
        int recordsEqual,
        List<Line> lines,
        Forms forms,
        List<String> priceDocuments) {

    /**
     * What a bundle is about.
     *
     * @param number number of the document
     * @param tenant whom it bills
     * @param kind {@code invoice}, {@code correction} or {@code credit-note}
     * @param issueDate when it was issued
     * @param ruleSet the rules by which it was found valid
     * @param parts how many parts the bundle has
     */
    public record Document(String number, String tenant, String kind, String issueDate, String ruleSet, int parts) {}

    /**
     * A comparison.
     *
     * @param what what was compared
     * @param equal whether it is as stated
     * @param difference the first differing figure, or why it could not be computed; absent where it is equal
     */
    public record Check(
            String what, boolean equal, @Nullable String difference) {}

    /**
     * A line.
     *
     * @param check the comparison
     * @param quantity with its unit, as stated
     * @param unitPrice as stated
     * @param net as stated, with currency
     * @param tariff id and versions
     * @param charges how many charges were added up
     * @param priceDocuments hashes of the price documents used
     */
    public record Line(
            Check check,
            String quantity,
            String unitPrice,
            String net,
            String tariff,
            int charges,
            List<String> priceDocuments) {}

    /**
     * The document as a whole.
     *
     * @param totals everything of it that is no line
     * @param computed its forms that were written again, byte for byte
     * @param onlyHashed its forms that were not written again, by name and SHA-256
     */
    public record Forms(Check totals, List<Check> computed, List<String> onlyHashed) {}

    /** A bundle that is damaged. */
    static Report damaged(List<String> damage) {
        return new Report(
                false,
                null,
                List.copyOf(damage),
                List.of(),
                0,
                List.of(),
                new Forms(new Check("totals", false, "not computed"), List.of(), List.of()),
                List.of());
    }
}
