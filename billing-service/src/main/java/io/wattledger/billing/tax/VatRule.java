package io.wattledger.billing.tax;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code vat-rules.json}.
 *
 * @param id stable name
 * @param version counts on when the row's content changes; both versions stay, each with its dates
 * @param validFrom first tax point for which it holds
 * @param validTo first tax point for which it no longer does; absent while no end is known
 * @param fits for whom it holds
 * @param decides what it says; absent where documents would not be what the law wants, so that nothing is decided
 * @param explanation in English; where nothing is decided, why, and what to do
 * @param references provisions
 */
record VatRule(
        String id,
        int version,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        Parties fits,
        @Nullable Outcome decides,
        String explanation,
        List<String> references) {

    /** What it says. */
    Outcome decision() {
        return Objects.requireNonNull(decides, id);
    }

    /**
     * For whom a row holds.
     *
     * @param sellers countries of the seller
     * @param buyers countries of the buyer, names of groups, or {@code *} for any
     * @param customers what the buyer may be
     * @param buyerMustState by what the buyer must be known
     */
    record Parties(List<String> sellers, List<String> buyers, List<Customer> customers, Statement buyerMustState) {}

    /**
     * What a row says.
     *
     * @param placeOfSupply whose country the service is supplied in
     * @param category UNCL5305
     * @param rate name of the rate of the seller's country; absent where no VAT is charged
     * @param exemptionCode VATEX
     * @param notes the exemption in words by language; none where VAT is charged
     */
    record Outcome(
            Party placeOfSupply,
            VatCategory category,
            @Nullable String rate,
            @Nullable String exemptionCode,
            SortedMap<String, String> notes) {}

    /** By what a buyer must be known. */
    enum Statement {
        NOTHING,
        VAT_NUMBER,
        VAT_OR_REGISTRATION_NUMBER
    }

    /** Whose country. */
    enum Party {
        SELLER,
        BUYER
    }

    boolean inForce(LocalDate day) {
        return !validFrom.isAfter(day) && (validTo == null || day.isBefore(validTo));
    }

    boolean isSatisfied(Supply supply) {
        return switch (fits.buyerMustState()) {
            case NOTHING -> true;
            case VAT_NUMBER -> supply.buyerVatNumber();
            case VAT_OR_REGISTRATION_NUMBER -> supply.buyerVatNumber() || supply.buyerRegistration();
        };
    }
}
