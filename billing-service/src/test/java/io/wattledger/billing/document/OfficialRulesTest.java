package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfficialRulesTest {

    private static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);
    private static final OfficialRules RULES = new OfficialRules();
    private static final Invoice INVOICE = AnInvoice.norwegian()
            .withGpuTime("a", "Glomfjord", 36_000_000L, "24.90")
            .build();

    // Each row breaks one field: what is written, what stands there instead, and the rule that must notice.
    @ParameterizedTest(name = "{2}: {0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "<cbc:DueDate>2026-12-02</cbc:DueDate> | <cbc:DueDate>soon</cbc:DueDate> | XSD",
                "<cbc:ID>NO26-000042</cbc:ID> | <cbc:ID></cbc:ID> | BR-02",
                "billing:3.0</cbc:CustomizationID> | billing:9.9</cbc:CustomizationID> | PEPPOL-EN16931-R004",
                "billing:01:1.0</cbc:ProfileID> | billing:77:1.0</cbc:ProfileID> | PEPPOL-EN16931-R007",
                ">380< | >999< | BR-CL-01",
                "<cbc:DocumentCurrencyCode>NOK | <cbc:DocumentCurrencyCode>XXZ | BR-CL-04",
                "schemeID=\"0192\">999001122</cbc:EndpointID> | schemeID=\"0192\">999001127</cbc:EndpointID>"
                        + " | PEPPOL-COMMON-R041",
                "NO999001122MVA | NO99900112MVA | NO-R-001",
                "Foretaksregisteret | Brreg | NO-R-002",
                "<cbc:RegistrationName>Bodø kommune</cbc:RegistrationName> | '' | BR-07",
                "unitCode=\"HUR\" | unitCode=\"GPUh\" | BR-CL-23",
                "<cbc:LineExtensionAmount currencyID=\"NOK\">249.00 | <cbc:LineExtensionAmount currencyID=\"NOK\">249.01"
                        + " | BR-CO-13",
                "<cbc:PayableAmount currencyID=\"NOK\">311.25 | <cbc:PayableAmount currencyID=\"NOK\">311.24 | BR-CO-16",
                "<cbc:TaxAmount currencyID=\"NOK\">62.25 | <cbc:TaxAmount currencyID=\"NOK\">64.25 | BR-S-09",
                "<cbc:Percent>25</cbc:Percent> | <cbc:Percent>0</cbc:Percent> | BR-S-05",
                "<cbc:PriceAmount currencyID=\"NOK\">24.9 | <cbc:PriceAmount currencyID=\"NOK\">-24.9 | BR-27",
                "<cbc:PriceAmount currencyID=\"NOK\">24.9 | <cbc:PriceAmount currencyID=\"NOK\">25.9 | PEPPOL-EN16931-R120",
                "<cbc:ID>NO9386011117947</cbc:ID> | '' | BR-50",
                "<cbc:EndDate>2026-10-31</cbc:EndDate></cac:InvoicePeriod><cac:Item>"
                        + " | <cbc:EndDate>2026-11-01</cbc:EndDate></cac:InvoicePeriod><cac:Item> | PEPPOL-EN16931-R111"
            })
    void catchesAWrongField(String right, String wrong, String rule) {
        String xml = new String(UblInvoice.write(INVOICE), StandardCharsets.UTF_8);
        assertThat(xml).contains(right.strip());
        byte[] broken = xml.replace(right.strip(), wrong.strip()).getBytes(StandardCharsets.UTF_8);
        assertThat(check(broken, ISSUED).violations())
                .extracting(Violation::rule)
                .contains(rule);
    }

    @Test
    void namesRuleTextAndPlace() {
        Invoice invoice = AnInvoice.norwegian()
                .withBuyerReference("")
                .withGpuTime("a", "Glomfjord", 36_000_000L, "24.90")
                .build();
        String xml = new String(UblInvoice.write(invoice), StandardCharsets.UTF_8)
                .replace("<cac:OrderReference><cbc:ID>PO-2026-0117</cbc:ID></cac:OrderReference>", "");
        RuleReport report = check(xml.getBytes(StandardCharsets.UTF_8), ISSUED);
        assertThat(report.passes()).isFalse();
        assertThat(report.ruleSet()).isEqualTo("eu.peppol.bis3:invoice:2026.5");
        assertThat(report.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.rule()).isEqualTo("PEPPOL-EN16931-R003");
            assertThat(violation.severity()).isEqualTo(Severity.ERROR);
            assertThat(violation.text()).containsIgnoringCase("reference");
            assertThat(violation.location()).contains("Invoice");
        });
    }

    @Test
    void saysSoWhenTheDocumentIsNoXml() {
        RuleReport report = check("no xml".getBytes(StandardCharsets.UTF_8), ISSUED);
        assertThat(report.passes()).isFalse();
        assertThat(report.violations()).extracting(Violation::rule).containsExactly("XML");
    }

    @ParameterizedTest
    @CsvSource({
        "2017-09-01, eu.peppol.bis3:invoice:2025.11",
        "2026-08-16, eu.peppol.bis3:invoice:2025.11",
        "2026-08-17, eu.peppol.bis3:invoice:2026.5",
        "2030-01-01, eu.peppol.bis3:invoice:2026.5"
    })
    void choosesTheRuleSetByIssueDate(LocalDate issued, String ruleSet) {
        assertThat(RULES.ruleSet(DocumentFormat.PEPPOL_BIS, DocumentType.INVOICE, issued))
                .isEqualTo(ruleSet);
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        RULES.warm(DocumentFormat.PEPPOL_BIS, DocumentType.INVOICE, ISSUED);
        byte[] ubl = UblInvoice.write(INVOICE);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<RuleReport> check = () -> check(ubl, ISSUED);
            List<Future<RuleReport>> reports = threads.invokeAll(java.util.Collections.nCopies(40, check));
            for (Future<RuleReport> report : reports) {
                assertThat(report.get().violations()).isEmpty();
            }
        }
    }

    private static RuleReport check(byte[] ubl, LocalDate issued) {
        return RULES.check(ubl, DocumentFormat.PEPPOL_BIS, DocumentType.INVOICE, issued);
    }
}
