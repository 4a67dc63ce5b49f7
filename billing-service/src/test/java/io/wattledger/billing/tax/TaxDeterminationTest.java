package io.wattledger.billing.tax;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaxDeterminationTest {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);

    @ParameterizedTest
    @CsvSource({
        "S, 25, , NO, ''",
        "S, 15.0, , NO, ''",
        "S, 20, , GB, ''",
        "S, 19, , DE, ''",
        "Z, 0, , NO, ''",
        "AE, 0, , NO, ''",
        "AE, 0, VATEX-EU-AE, NO, ''",
        "G, 0, VATEX-EU-G, NO, ''",
        "O, 0, , GB, ''",
        "S, 24, , NO, a rate of 24 % is not in force in NO on 2026-01-01",
        "S, 25, , GB, a rate of 25 % is not in force in GB on 2026-01-01; in force: 20, 5",
        "S, 0, , NO, the rate must be above 0",
        "AE, 25, , NO, the rate must be 0",
        "Z, 1, , NO, the rate must be 0",
        "S, 101, , DE, does not lie between 0 and 100",
        "E, 0, , NO, needs an exemption code or reason (BR-E-10)",
        "S, 25, VATEX-EU-AE, NO, must not carry an exemption",
        "G, 0, VATEX-EU-AE, NO, exemption code VATEX-EU-AE does not belong to category G"
    })
    void saysWhatIsWrongWithATreatment(VatCategory category, String rate, String code, String country, String flaw) {
        VatTreatment vat = TaxDetermination.treatment(category, new BigDecimal(rate), code, null);

        String flaws = String.join("; ", TaxDetermination.flaws(vat, country, DAY));

        if (flaw.isEmpty()) {
            assertThat(flaws).isEmpty();
        } else {
            assertThat(flaws).contains(flaw);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AE, VATEX-EU-AE, Reverse charge",
        "G, VATEX-EU-G, Export outside the VAT area of the seller",
        "K, VATEX-EU-IC, Intra-Community supply",
        "O, VATEX-EU-O, Not subject to VAT"
    })
    void fillsInTheExemptionThatTheCategoryAllows(VatCategory category, String code, String reason) {
        VatTreatment vat = TaxDetermination.treatment(category, BigDecimal.ZERO, null, null);

        assertThat(vat.exemptionCode()).isEqualTo(code);
        assertThat(vat.exemptionReason()).isEqualTo(reason);
    }

    @Test
    void explainsATreatmentInWords() {
        VatTreatment charged = TaxDetermination.treatment(VatCategory.S, new BigDecimal("25.00"), null, null);
        VatTreatment reversed = TaxDetermination.treatment(VatCategory.AE, BigDecimal.ZERO, null, null);

        assertThat(TaxDetermination.explanation(charged, "NO")).isEqualTo("VAT of 25 % is charged as in force in NO.");
        assertThat(TaxDetermination.explanation(reversed, "NO"))
                .isEqualTo("No VAT is charged: Reverse charge (VATEX-EU-AE).");
    }

    @Test
    void knowsARateByItsValueAlone() {
        VatTreatment one = TaxDetermination.treatment(VatCategory.S, new BigDecimal("20"), null, null);
        VatTreatment other = TaxDetermination.treatment(VatCategory.S, new BigDecimal("20.00"), null, null);

        assertThat(one).isEqualTo(other);
        assertThat(one.ratePercent().toPlainString()).isEqualTo("20");
    }
}
