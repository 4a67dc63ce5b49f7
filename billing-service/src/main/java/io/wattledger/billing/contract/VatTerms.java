package io.wattledger.billing.contract;

import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatGround;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A tax treatment that a contract states itself, in place of what the rules would decide.
 *
 * @param category UNCL5305 category
 * @param ratePercent the rate in per cent without trailing zeros; zero where no VAT is charged
 * @param exemptionCode VATEX code (BT-121)
 * @param exemptionReason the reason in words (BT-120)
 * @param overrideReason on what it rests where the rules would decide otherwise, for example a ruling of a tax authority with its
 *     date; absent where none was given
 */
public record VatTerms(
        VatCategory category,
        BigDecimal ratePercent,
        @Nullable String exemptionCode,
        @Nullable String exemptionReason,
        @Nullable String overrideReason) {

    /** Gives the rate one form. */
    public VatTerms {
        ratePercent = VatTreatment.plain(ratePercent);
    }

    /** Terms that state a treatment and say no more. */
    public static VatTerms stating(VatTreatment treatment) {
        return new VatTerms(
                treatment.category(),
                treatment.ratePercent(),
                treatment.exemptionCode(),
                treatment.exemptionReason(),
                null);
    }

    /** The treatment, on the ground of the reason where there is one. */
    public VatTreatment treatment() {
        VatTreatment stated = new VatTreatment(category, ratePercent, exemptionCode, exemptionReason);
        return overrideReason == null ? stated : stated.on(VatGround.override(overrideReason));
    }
}
