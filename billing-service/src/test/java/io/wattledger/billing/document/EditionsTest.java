package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.EmissionFactor;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Provenance;
import io.wattledger.billing.invoice.UsageFacts;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What electronic invoices say since their later editions, and that those of earlier ones are still written as they were. */
class EditionsTest {

    private static final EmissionFactor FACTOR =
            new EmissionFactor(new BigDecimal("8.123"), "NVE 2025", LocalDate.of(2026, 1, 1));
    private static final Pattern PROPERTY =
            Pattern.compile("<cbc:Name>(Emission[^<]*|NetEmission[^<]*)</cbc:Name><cbc:Value>([^<]*)</cbc:Value>");

    @ParameterizedTest
    @EnumSource(DocumentFormat.class)
    void sayInEnglishWhatNorwegianLawHasToRead(DocumentFormat format) {
        Invoice german =
                AnInvoice.toGermanAuthority().withAMonthOfUsage("2.49", "0.04").build();

        String now = xml(german, format);
        String before = xml(firstEdition(german), format);

        assertThat(now).contains("days are local days in Europe/Berlin", "/ 30 days, due on", "Reverse charge");
        assertThat(before).doesNotContain("days are", "due on").contains("30 Tage, fällig am");
        assertThat(new OfficialRules()
                        .check(
                                now.getBytes(StandardCharsets.UTF_8),
                                format,
                                german.heading().type(),
                                german.heading().issueDate())
                        .violations())
                .isEmpty();
    }

    @Test
    void addNothingWhereTheLawReadsTheBuyersLanguage() {
        Invoice norwegian =
                AnInvoice.norwegian().withAMonthOfUsage("24.90", "0.41").build();
        Invoice german = AnInvoice.toGermanAuthority()
                .from(Parties.britishSeller())
                .withAMonthOfUsage("2.49", "0.04")
                .build();

        for (Invoice invoice : List.of(norwegian, german)) {
            assertThat(xml(invoice, DocumentFormat.PEPPOL_BIS)).doesNotContain("days are local", "due on");
        }
    }

    @Test
    void sayOnThePagesInEnglishWhyNoVatIsCharged() throws IOException {
        Invoice german =
                AnInvoice.toGermanAuthority().withAMonthOfUsage("2.49", "0.04").build();

        try (PDDocument document = Loader.loadPDF(InvoicePdf.write(german))) {
            assertThat(new PDFTextStripper().getText(document).replaceAll("\\s+", " "))
                    .contains(Words.ENGLISH.text("vat.words.AE"));
        }
    }

    /** By EHF the net quantity is the factor by the invoiced quantity, to the digit, and the source one of two words. */
    @Test
    void stateEmissionsAsEhfDefinesThem() {
        Invoice plain = AnInvoice.norwegian().withAMonthOfUsage("24.90", "0.41").build();
        List<InvoiceLine> lines = new ArrayList<>();
        plain.lines().forEach(line -> lines.add(emitting(line)));
        Invoice invoice = WithLines.of(plain, lines);

        List<String> stated = properties(xml(invoice, DocumentFormat.PEPPOL_BIS));
        List<String> expected = new ArrayList<>();
        for (InvoiceLine line : lines) {
            BigDecimal invoiced = line.quantity().invoiced();
            if (line.facts().emission() != null && invoiced.signum() >= 0) {
                expected.addAll(List.of(
                        "EmissionFactor=0.008123",
                        "NetEmissionQuantity="
                                + invoiced.multiply(new BigDecimal("0.008123"))
                                        .stripTrailingZeros()
                                        .toPlainString(),
                        "EmissionFactorSource=Database",
                        "Emission factor from=NVE 2025"));
            } else if (line.facts().emission() != null) {
                // A negative price has a negative quantity, and has emitted all the same.
                expected.addAll(List.of("Emissions kg CO2e=704", "Emission factor from=NVE 2025"));
            }
        }
        assertThat(stated.stream().map(EditionsTest::whole)).containsExactlyElementsOf(expected);
        assertThat(expected).contains("Emissions kg CO2e=704").hasSizeGreaterThan(8);
        assertThat(properties(xml(firstEdition(invoice), DocumentFormat.PEPPOL_BIS)))
                .contains("EmissionFactorSource=NVE 2025")
                .doesNotContain("EmissionFactorSource=Database");
    }

    /** A line that corrects the price alone bills all of the energy at the difference, and no more was emitted. */
    @Test
    void doNotStateEmissionsOnceMoreWhereOnlyThePriceWasCorrected() {
        Invoice invoice = AnInvoice.norwegian()
                .withEnergy("a", "Glomfjord", 1_800_000_000L, "0.40")
                .build();
        InvoiceLine billed = invoice.lines().getFirst();
        UsageFacts used = billed.facts().emitting(FACTOR);
        InvoiceLine moreUsed = correcting(billed, used);
        InvoiceLine dearer = correcting(billed, new UsageFacts(0, 0, 0, BigDecimal.ZERO).emitting(FACTOR));

        assertThat(ItemTerms.attributes(dearer, invoice.heading()))
                .containsEntry("Emissions kg CO2e", "0")
                .containsEntry("Emission factor from", "NVE 2025")
                .doesNotContainKeys("EmissionFactor", "NetEmissionQuantity", "EmissionFactorSource");
        assertThat(ItemTerms.attributes(moreUsed, invoice.heading())).containsKey("NetEmissionQuantity");
        assertThat(ItemTerms.attributes(dearer, invoice.heading().in(2))).containsKey("NetEmissionQuantity");
    }

    private static InvoiceLine correcting(InvoiceLine line, UsageFacts facts) {
        Provenance p = line.provenance();
        return new InvoiceLine(
                line.number(),
                line.item(),
                line.quantity(),
                line.amount(),
                line.vat(),
                line.chargePeriod(),
                facts,
                new Provenance(
                        p.tariff(),
                        p.tariffVersions(),
                        p.priceDocuments(),
                        p.charges(),
                        p.part(),
                        new CorrectedLine("R1-2026-000001", 1)));
    }

    /** Kilograms of the line at a negative price without their decimals. */
    private static String whole(String property) {
        return property.startsWith("Emissions kg") ? property.replaceAll("\\..*", "") : property;
    }

    private static InvoiceLine emitting(InvoiceLine line) {
        return line.facts().facilityKilowattHours().signum() == 0
                ? line
                : new InvoiceLine(
                        line.number(),
                        line.item(),
                        line.quantity(),
                        line.amount(),
                        line.vat(),
                        line.chargePeriod(),
                        line.facts().emitting(FACTOR),
                        line.provenance());
    }

    private static List<String> properties(String xml) {
        List<String> found = new ArrayList<>();
        Matcher matcher = PROPERTY.matcher(xml);
        while (matcher.find()) {
            found.add(matcher.group(1) + "=" + matcher.group(2));
        }
        return found;
    }

    private static Invoice firstEdition(Invoice invoice) {
        return new Invoice(
                invoice.heading().in(null),
                invoice.seller(),
                invoice.buyer(),
                invoice.references(),
                invoice.lines(),
                invoice.vatBreakdown(),
                invoice.totals(),
                invoice.allowances());
    }

    private static String xml(Invoice invoice, DocumentFormat format) {
        return new String(EInvoice.write(invoice, format), StandardCharsets.UTF_8);
    }
}
