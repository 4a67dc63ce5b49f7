package io.wattledger.billing.tax;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How a supply is taxed, as decided from the contract.
 *
 * @param category UNCL5305 category
 * @param ratePercent the rate in per cent without trailing zeros; zero for every category that charges none. Not
 *     written into documents for {@link VatCategory#O}
 * @param exemptionCode VATEX code (BT-121), absent where there is none
 * @param exemptionReason the legal reason in words (BT-120), absent where VAT is charged
 */
public record VatTreatment(
        VatCategory category,
        BigDecimal ratePercent,
        @Nullable String exemptionCode,
        @Nullable String exemptionReason) {

    /** Gives the rate one form, so that 25 and 25.0 are the same treatment. */
    public VatTreatment {
        BigDecimal stripped = ratePercent.stripTrailingZeros();
        ratePercent = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
