package io.wattledger.billing.tax;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a supply is taxed.
 *
 * <p>Two treatments are equal where an invoice adds them up in one entry of its VAT breakdown, that is where category and rate
 * are the same (BR-S-08; exactly one entry for each other category, BR-AE-01 and its kin). The wording of an exemption and the
 * ground do not tell them apart: a line that corrects a month of an older rule belongs in the same entry.
 *
 * @param category UNCL5305 category
 * @param ratePercent the rate in per cent without trailing zeros; zero for every category that charges none. Not
 *     written into documents for {@link VatCategory#O}
 * @param exemptionCode VATEX code (BT-121), absent where there is none
 * @param exemptionReason the legal reason in words (BT-120), absent where VAT is charged
 * @param ground why; absent where the contract states the treatment without more
 */
public record VatTreatment(
        VatCategory category,
        BigDecimal ratePercent,
        @Nullable String exemptionCode,
        @Nullable String exemptionReason,
        @Nullable VatGround ground) {

    /** Gives the rate one form, so that 25 and 25.0 are the same treatment. */
    public VatTreatment {
        ratePercent = plain(ratePercent);
    }

    /** A treatment as stated, without a ground. */
    public VatTreatment(
            VatCategory category,
            BigDecimal ratePercent,
            @Nullable String exemptionCode,
            @Nullable String exemptionReason) {
        this(category, ratePercent, exemptionCode, exemptionReason, null);
    }

    /** The same treatment on a ground. */
    public VatTreatment on(VatGround why) {
        return new VatTreatment(category, ratePercent, exemptionCode, exemptionReason, why);
    }

    /** A rate in its one form: without trailing zeros and without exponent. */
    public static BigDecimal plain(BigDecimal ratePercent) {
        BigDecimal stripped = ratePercent.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VatTreatment treatment
                && category == treatment.category
                && ratePercent.equals(treatment.ratePercent);
    }

    @Override
    public int hashCode() {
        return Objects.hash(category, ratePercent);
    }
}
