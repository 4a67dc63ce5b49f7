package io.wattledger.billing.tax;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of cases: what each seller owes for each buyer on each day, by which rule and provision. */
class VatRulesTest {

    @ParameterizedTest(name = "{0} sells to a {2} in {1} on {3}: {4} {5} %")
    @CsvSource({
        // seller, buyer, customer, tax point; category, rate, code, rule and version, a provision
        "NO, NO, BUSINESS,    2026-10-31, S,  25,   ,            no-domestic/1,          § 5-1",
        "NO, NO, PUBLIC_BODY, 2026-10-31, S,  25,   ,            no-domestic/1,          § 3-1",
        "NO, NO, CONSUMER,    2026-10-31, S,  25,   ,            no-domestic/1,          § 3-1",
        "NO, DE, PUBLIC_BODY, 2026-10-31, G,  0,    VATEX-EU-G,  no-export/2,            § 6-22 (2)",
        "NO, FR, BUSINESS,    2026-10-31, G,  0,    VATEX-EU-G,  no-export/2,            § 6-22 (2)",
        "NO, GB, BUSINESS,    2026-10-31, G,  0,    VATEX-EU-G,  no-export/2,            § 6-22 (2)",
        "NO, US, BUSINESS,    2026-10-31, G,  0,    VATEX-EU-G,  no-export/2,            § 6-22 (2)",
        "NO, SJ, BUSINESS,    2026-10-31, G,  0,    VATEX-EU-G,  no-export/2,            § 6-22 (2)",
        "NO, DE, BUSINESS,    2022-12-31, G,  0,    VATEX-EU-G,  no-export/1,            until 2022",
        "NO, DE, BUSINESS,    2023-01-01, G,  0,    VATEX-EU-G,  no-export/2,            § 6-22 (2)",
        "GB, GB, BUSINESS,    2026-10-31, S,  20,   ,            gb-domestic/1,          VAT Act 1994",
        "GB, GB, CONSUMER,    2026-10-31, S,  20,   ,            gb-domestic/1,          VAT Act 1994",
        "GB, IM, BUSINESS,    2026-10-31, S,  20,   ,            gb-domestic/1,          VAT Act 1994",
        "GB, GB, PUBLIC_BODY, 2011-01-03, S,  17.5, ,            gb-domestic/1,          VAT Act 1994",
        "GB, GB, PUBLIC_BODY, 2011-01-04, S,  20,   ,            gb-domestic/1,          VAT Act 1994",
        "GB, GB, PUBLIC_BODY, 2009-12-31, S,  15,   ,            gb-domestic/1,          VAT Act 1994",
        "GB, NO, PUBLIC_BODY, 2026-10-31, AE, 0,    VATEX-EU-AE, gb-to-norway/1,         s. 7A (2)(a)",
        "GB, DE, BUSINESS,    2026-10-31, AE, 0,    VATEX-EU-AE, gb-to-eu/1,             Notice 741A",
        "GB, US, BUSINESS,    2026-10-31, O,  0,    VATEX-EU-O,  gb-elsewhere/1,         Notice 741A",
        "DE, DE, BUSINESS,    2020-06-30, S,  19,   ,            de-domestic/1,          UStG",
        "DE, DE, BUSINESS,    2020-07-01, S,  16,   ,            de-domestic/1,          UStG",
        "DE, DE, BUSINESS,    2020-12-31, S,  16,   ,            de-domestic/1,          UStG",
        "DE, DE, BUSINESS,    2021-01-01, S,  19,   ,            de-domestic/1,          UStG",
        "DE, DE, CONSUMER,    2026-10-31, S,  19,   ,            de-domestic/1,          UStG",
        "DE, FR, BUSINESS,    2026-10-31, AE, 0,    VATEX-EU-AE, de-to-eu/1,             Art. 44 and 196",
        "DE, NO, PUBLIC_BODY, 2026-10-31, AE, 0,    VATEX-EU-AE, de-to-norway/1,         § 3-30",
        "DE, GB, BUSINESS,    2026-10-31, AE, 0,    VATEX-EU-AE, de-to-united-kingdom/1, s. 8",
        "DE, US, BUSINESS,    2026-10-31, O,  0,    VATEX-EU-O,  de-elsewhere/1,         Art. 44",
        "FR, FR, CONSUMER,    2013-12-31, S,  19.6, ,            fr-domestic/1,          CGI",
        "FR, FR, CONSUMER,    2014-01-01, S,  20,   ,            fr-domestic/1,          CGI",
        "FR, MC, CONSUMER,    2026-10-31, S,  20,   ,            fr-domestic/1,          CGI",
        "FR, DE, BUSINESS,    2026-10-31, AE, 0,    VATEX-EU-AE, fr-to-eu/1,             Art. 44 and 196",
        "FR, NO, BUSINESS,    2026-10-31, AE, 0,    VATEX-EU-AE, fr-to-norway/1,         § 3-30"
    })
    void decides(
            String seller,
            String buyer,
            Customer customer,
            LocalDate taxPoint,
            VatCategory category,
            String rate,
            String code,
            String rule,
            String provision) {
        VatTreatment treatment = decided(supply(seller, buyer, customer, taxPoint, "en-GB"));

        assertThat(treatment.category()).isEqualTo(category);
        assertThat(treatment.ratePercent().toPlainString()).isEqualTo(rate);
        assertThat(treatment.exemptionCode()).isEqualTo(code);
        assertThat(treatment.ground().rule() + "/" + treatment.ground().version())
                .isEqualTo(rule);
        assertThat(treatment.ground().inWords()).contains(provision);
        assertThat(treatment.ground().placeOfSupply()).isEqualTo(category.charged() ? seller : buyer);
        // Whatever the rules decide passes what is asked of a treatment that somebody states.
        assertThat(TaxDetermination.flaws(treatment, seller, taxPoint)).isEmpty();
    }

    /** Directive 2006/112/EC Art. 7. */
    @ParameterizedTest
    @CsvSource({"DE, de-to-eu", "GB, gb-to-eu"})
    void takesMonacoForFrance(String seller, String rule) {
        VatTreatment treatment = decided(supply(seller, "MC", Customer.BUSINESS, LocalDate.of(2026, 10, 31), "en-GB"));

        assertThat(treatment.category()).isEqualTo(VatCategory.AE);
        assertThat(treatment.ground().rule()).isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0} to a {2} in {1} on {3}")
    @CsvSource({
        "NO, DE, CONSUMER,    2026-10-31, One Stop Shop",
        "DE, FR, CONSUMER,    2026-10-31, bill it from a legal entity in that country",
        "SE, SE, BUSINESS,    2026-10-31, no rule covers a business in SE buying from a seller in SE",
        "NO, NO, BUSINESS,    1999-01-01, no rule covers",
        "FR, FR, BUSINESS,    2026-10-31, indemnity of 40 euros",
        "FR, FR, PUBLIC_BODY, 2026-10-31, approved platform",
        "FR, MC, BUSINESS,    2026-10-31, not supported",
        "DE, DE, PUBLIC_BODY, 2006-12-31, no rule covers a public body"
    })
    void saysWhatToDoWhereNoRuleDecides(
            String seller, String buyer, Customer customer, LocalDate taxPoint, String words) {
        assertThat(VatRules.determine(supply(seller, buyer, customer, taxPoint, "en-GB")))
                .isInstanceOfSatisfying(
                        Determination.Undecided.class,
                        undecided -> assertThat(undecided.detail()).contains(words, "overrideReason"));
    }

    @ParameterizedTest
    @CsvSource({
        "GB, DE, false, true, true",
        "GB, DE, true, false, true",
        "GB, DE, false, false, false",
        "DE, FR, false, true, false",
        "DE, FR, true, false, true",
        "NO, DE, false, false, true"
    })
    void wantsToKnowWhoAccountsForTheVat(
            String seller, String buyer, boolean vatNumber, boolean registration, boolean decides) {
        Supply supply = new Supply(
                seller, true, buyer, Customer.BUSINESS, vatNumber, registration, LocalDate.of(2026, 10, 31), "en-GB");

        assertThat(VatRules.determine(supply) instanceof Determination.Decided).isEqualTo(decides);
    }

    @Test
    void decidesForRegisteredSellersOnly() {
        Supply supply =
                new Supply("NO", false, "NO", Customer.BUSINESS, false, true, LocalDate.of(2026, 10, 31), "en-GB");

        assertThat(VatRules.determine(supply))
                .isInstanceOfSatisfying(
                        Determination.Undecided.class,
                        undecided -> assertThat(undecided.detail())
                                .contains("no valid VAT number of NO", "enter its vatNumber"));
    }

    @ParameterizedTest
    @CsvSource({
        "de-DE, Steuerschuldnerschaft des Leistungsempfängers",
        "de-AT, Steuerschuldnerschaft des Leistungsempfängers",
        "nn-NO, Omvendt avgiftsplikt",
        "fr-FR, Autoliquidation",
        "fi-FI, Reverse charge"
    })
    void writesTheNoteInTheLanguageOfTheDocument(String language, String note) {
        Supply supply = supply("GB", "DE", Customer.BUSINESS, LocalDate.of(2026, 10, 31), language);

        assertThat(decided(supply).exemptionReason()).isEqualTo(note);
    }

    @Test
    void addsUpWhatInvoicesAddUpWhateverTheGround() {
        VatTreatment decided = decided(supply("NO", "NO", Customer.BUSINESS, LocalDate.of(2026, 10, 31), "nb-NO"));

        assertThat(decided).isEqualTo(new VatTreatment(VatCategory.S, decided.ratePercent(), null, null));
        assertThat(decided).hasSameHashCodeAs(new VatTreatment(VatCategory.S, decided.ratePercent(), null, null));
        assertThat(decided).isNotEqualTo(new VatTreatment(VatCategory.Z, decided.ratePercent(), null, null));
    }

    private static VatTreatment decided(Supply supply) {
        return ((Determination.Decided) VatRules.determine(supply)).treatment();
    }

    private static Supply supply(String seller, String buyer, Customer customer, LocalDate day, String language) {
        return new Supply(seller, true, buyer, customer, customer != Customer.CONSUMER, true, day, language);
    }
}
