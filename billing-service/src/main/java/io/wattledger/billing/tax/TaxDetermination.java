package io.wattledger.billing.tax;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a contract's own VAT terms come to, and what must hold of a treatment whoever has decided it. */
public final class TaxDetermination {

    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private TaxDetermination() {}

    /**
     * The treatment that the terms name; where they leave out the exemption, the one code and wording that the category
     * allows are filled in.
     */
    public static VatTreatment treatment(
            VatCategory category, BigDecimal ratePercent, @Nullable String code, @Nullable String reason) {
        if (!category.needsReason()) {
            return new VatTreatment(category, ratePercent, code, reason);
        }
        String onlyCode = code == null ? onlyCode(category) : code;
        String words = reason == null ? standardReason(category) : reason;
        return new VatTreatment(category, ratePercent, onlyCode, words);
    }

    /** What is wrong with a treatment for a seller in {@code country} from {@code day} on; empty when all is well. */
    public static List<String> flaws(VatTreatment vat, String country, LocalDate day) {
        List<String> flaws = new ArrayList<>();
        VatCategory category = vat.category();
        if (category.charged() != vat.ratePercent().signum() > 0) {
            flaws.add(
                    category.charged()
                            ? "category " + category + " charges VAT: the rate must be above 0 (BR-S-05)"
                            : "category " + category + " charges no VAT: the rate must be 0");
        }
        if (vat.ratePercent().signum() < 0 || vat.ratePercent().compareTo(HUNDRED) > 0) {
            flaws.add("a rate of " + vat.ratePercent().toPlainString() + " % does not lie between 0 and 100");
        }
        List<VatRates.Rate> rates = VatRates.inForce(country, day);
        if (category.charged() && VatRates.knows(country) && rates.stream().noneMatch(r -> sameRate(r, vat))) {
            flaws.add("a rate of " + vat.ratePercent().toPlainString() + " % is not in force in " + country + " on "
                    + day
                    + "; in force: "
                    + String.join(
                            ", ",
                            rates.stream().map(r -> r.percent().toPlainString()).toList()));
        }
        if (category.needsReason() && vat.exemptionCode() == null && vat.exemptionReason() == null) {
            flaws.add("category " + category + " needs an exemption code or reason (BR-" + category + "-10)");
        }
        if (!category.needsReason() && (vat.exemptionCode() != null || vat.exemptionReason() != null)) {
            flaws.add("category " + category + " must not carry an exemption code or reason (BR-" + category + "-10)");
        }
        String only = onlyCode(category);
        if (only != null && vat.exemptionCode() != null && !only.equals(vat.exemptionCode())) {
            flaws.add("exemption code " + vat.exemptionCode() + " does not belong to category " + category + "; use "
                    + only);
        }
        return List.copyOf(flaws);
    }

    /** Why the lines are taxed as they are, in English: the ground where there is one. */
    public static String explanation(VatTreatment vat, String sellerCountry) {
        if (vat.ground() != null) {
            return vat.ground().inWords();
        }
        String rate = vat.ratePercent().toPlainString();
        if (vat.category().charged()) {
            return "VAT of " + rate + " % is charged as in force in " + sellerCountry + ".";
        }
        String code = vat.exemptionCode() == null ? "" : " (" + vat.exemptionCode() + ")";
        String reason = vat.exemptionReason() == null ? vat.category().words() : vat.exemptionReason();
        return "No VAT is charged: " + reason + code + ".";
    }

    /**
     * The reason for which no VAT is charged, in English: as the rule says that has decided, as the category says where the contract
     * states another one; absent where VAT is charged.
     */
    public static @Nullable String english(VatTreatment vat) {
        if (!vat.category().needsReason()) {
            return null;
        }
        String standard = standardReason(vat.category());
        boolean isStandard = vat.ground() == null && standard != null && standard.equals(vat.exemptionReason());
        return isStandard
                ? standard
                : Optional.ofNullable(vat.ground())
                        .flatMap(VatRules::englishNote)
                        .orElse(vat.category().words());
    }

    private static boolean sameRate(VatRates.Rate rate, VatTreatment vat) {
        return rate.percent().compareTo(vat.ratePercent()) == 0;
    }

    /** The code that Peppol's rules P0104 to P0111 tie to the category; absent where several or none are allowed. */
    private static @Nullable String onlyCode(VatCategory category) {
        return switch (category) {
            case AE -> "VATEX-EU-AE";
            case G -> "VATEX-EU-G";
            case K -> "VATEX-EU-IC";
            case O -> "VATEX-EU-O";
            case S, Z, E -> null;
        };
    }

    private static @Nullable String standardReason(VatCategory category) {
        return switch (category) {
            case AE -> "Reverse charge";
            case G -> "Export outside the VAT area of the seller";
            case K -> "Intra-Community supply";
            case O -> "Not subject to VAT";
            case S, Z, E -> null;
        };
    }
}
