package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UblInvoiceTest {

    private static final OfficialRules RULES = new OfficialRules();

    static Stream<Arguments> invoices() {
        return Stream.of(
                Arguments.of("NO to NO, 25 %", AnInvoice.norwegian().withAMonthOfUsage("24.90", "0.4128371")),
                Arguments.of("GB to GB, 20 %", AnInvoice.british().withAMonthOfUsage("1.95", "0.0871")),
                Arguments.of(
                        "NO to DE authority, AE", AnInvoice.toGermanAuthority().withAMonthOfUsage("2.20", "0.03")),
                Arguments.of("NO to FR, G", AnInvoice.toFrenchCompany().withAMonthOfUsage("2.20", "0.03")),
                Arguments.of(
                        "two rates",
                        AnInvoice.norwegian()
                                .withGpuTime("a", "Glomfjord", 3_600_000_000L, "24.90")
                                .taxed(new VatTreatment(VatCategory.S, new BigDecimal("15"), null, null))
                                .withEnergy("a", "Glomfjord", 3_600_000_000_000L, "0.5")),
                Arguments.of(
                        "standard and exempt",
                        AnInvoice.norwegian()
                                .withGpuTime("a", "Glomfjord", 3_600_000_000L, "24.90")
                                .taxed(new VatTreatment(VatCategory.E, BigDecimal.ZERO, null, "Exempt, mval. § 3-6"))
                                .withGpuTime("b", "Glomfjord", 3_600_000_000L, "24.90")),
                Arguments.of(
                        "only negative energy",
                        AnInvoice.norwegian().withEnergy("a", "Narvik", 3_600_000_000_000L, "-0.0123")),
                Arguments.of(
                        "price of 12 decimals",
                        AnInvoice.norwegian().withGpuTime("a", "Narvik", 987_654_321_987L, "0.123456789012")),
                Arguments.of(
                        "amount of a million million",
                        AnInvoice.norwegian()
                                .withAmount(new BigDecimal("123456789"), new BigDecimal("1234567890123.455"))),
                Arguments.of("nothing to pay", AnInvoice.norwegian().withAmount(BigDecimal.ZERO, BigDecimal.ZERO)),
                Arguments.of(
                        "a cent for next to no time",
                        AnInvoice.norwegian().withAmount(new BigDecimal("0.00000001"), new BigDecimal("0.01"))),
                Arguments.of(
                        "issued under the rules of 2025",
                        AnInvoice.norwegian()
                                .issued(LocalDate.of(2026, 3, 1))
                                .withAMonthOfUsage("24.90", "0.4128371")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invoices")
    void passesTheOfficialRulesWithoutErrorOrWarning(String name, AnInvoice builder) {
        Invoice invoice = builder.build();
        RuleReport report = check(UblInvoice.write(invoice), invoice.heading().issueDate());
        assertThat(report.violations()).isEmpty();
        assertThat(HouseRules.check(invoice).violations()).isEmpty();
    }

    @Test
    void passesWithAThousandLines() {
        AnInvoice builder = AnInvoice.norwegian();
        for (int i = 0; i < 500; i++) {
            builder.withGpuTime("project-" + i, "Glomfjord", 1_000_003L * (i + 1), "24.90")
                    .withEnergy("project-" + i, "Glomfjord", 1_234_567_891L * (i + 1), "0.3712345");
        }
        Invoice invoice = builder.build();
        assertThat(check(UblInvoice.write(invoice), invoice.heading().issueDate())
                        .violations())
                .isEmpty();
    }

    @Test
    void givesTheSameBytesEachTime() {
        assertThat(UblInvoice.write(
                        AnInvoice.norwegian().withAMonthOfUsage("24.90", "0.41").build()))
                .isEqualTo(UblInvoice.write(
                        AnInvoice.norwegian().withAMonthOfUsage("24.90", "0.41").build()));
    }

    @Test
    void replacesCharactersThatXmlForbids() {
        String xml = text(AnInvoice.norwegian()
                .withGpuTime("tab\u0001 & <b>", "Glomfjord", 3_600_000L, "1")
                .build());
        assertThat(xml).contains("<cbc:Value>tab\uFFFD &amp; &lt;b></cbc:Value>");
    }

    @Test
    void writesNegativeLinesAsNegativeQuantityAtAPositivePrice() {
        String xml = text(AnInvoice.norwegian()
                .withEnergy("a", "Narvik", 3_600_000_000_000L, "-0.0125")
                .build());
        assertThat(xml)
                .contains("<cbc:InvoicedQuantity unitCode=\"KWH\">-1100.0000</cbc:InvoicedQuantity>")
                .contains("<cbc:LineExtensionAmount currencyID=\"NOK\">-13.75</cbc:LineExtensionAmount>")
                .contains("<cbc:PriceAmount currencyID=\"NOK\">0.0125</cbc:PriceAmount>");
    }

    @Test
    void leavesOutTheRateAndVatNumbersOutsideTheScopeOfVat() {
        Invoice invoice = AnInvoice.norwegian()
                .taxed(new VatTreatment(VatCategory.O, BigDecimal.ZERO, "VATEX-EU-O", "Not subject to VAT"))
                .withGpuTime("a", "Glomfjord", 3_600_000L, "10")
                .build();
        assertThat(text(invoice)).doesNotContain("cbc:Percent").doesNotContain("MVA</cbc:CompanyID>");
        assertThat(check(UblInvoice.write(invoice), invoice.heading().issueDate())
                        .passes())
                .isTrue();
    }

    private static String text(Invoice invoice) {
        return new String(UblInvoice.write(invoice), StandardCharsets.UTF_8);
    }

    private static RuleReport check(byte[] ubl, LocalDate issued) {
        return RULES.check(ubl, DocumentFormat.PEPPOL_BIS, DocumentType.INVOICE, issued);
    }
}
