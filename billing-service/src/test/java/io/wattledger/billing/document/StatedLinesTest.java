package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineAmount;
import io.wattledger.billing.invoice.LineItem;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.ProjectFiling;
import io.wattledger.billing.invoice.Provenance;
import io.wattledger.billing.invoice.StatedLines;
import io.wattledger.billing.invoice.UsageFacts;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.ChargeUnit;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** More lines than receivers take are stated as sums; nothing is lost or rounded again, and all lines go along as a table. */
class StatedLinesTest {

    private static final OfficialRules RULES = new OfficialRules();
    private static final int LINES = 3_000;

    @ParameterizedTest(name = "{0} projects make {1} lines")
    @CsvSource({"1,2", "200,400", "500,1000", "501,501", "1000,1000", "1001,1"})
    void areSummedUpNoMoreThanMustBe(int projects, int expected) {
        Invoice invoice = invoice(AnInvoice.norwegian(), projects, LINES, new Random(1));

        assertThat(StatedLines.of(invoice)).hasSize(expected);
    }

    @Test
    void areStatedOneByOneAsLongAsTheyAreNotTooMany() {
        Invoice most = invoice(AnInvoice.norwegian(), 7, StatedLines.MOST, new Random(1));
        Invoice oneMore = invoice(AnInvoice.norwegian(), 7, StatedLines.MOST + 1, new Random(1));

        assertThat(StatedLines.of(most)).isEqualTo(most.lines());
        assertThat(StatedLines.of(oneMore)).hasSize(14);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void comeToTheSameForEachRate(long seed) {
        Random random = new Random(seed);
        Invoice invoice =
                invoice(AnInvoice.norwegian(), 1 + random.nextInt(1_200), 1_001 + random.nextInt(2_000), random);
        List<InvoiceLine> stated = StatedLines.of(invoice);

        assertThat(byRate(stated)).isEqualTo(byRate(invoice.lines()));
        assertThat(stated).hasSizeLessThanOrEqualTo(StatedLines.MOST);
        for (int number = 1; number <= stated.size(); number++) {
            InvoiceLine line = stated.get(number - 1);
            assertThat(line.number()).isEqualTo(number);
            StatedPrice price = StatedPrice.of(line.quantity(), line.amount());
            BigDecimal base = price.baseQuantity() == null ? BigDecimal.ONE : price.baseQuantity();
            assertThat(line.quantity()
                            .invoiced()
                            .multiply(price.amount())
                            .divide(base)
                            .setScale(2, RoundingMode.HALF_UP))
                    .isEqualByComparingTo(line.amount().net().amount());
        }
        assertThat(stated.stream().mapToInt(line -> line.provenance().charges()).sum())
                .isEqualTo(invoice.lines().stream()
                        .mapToInt(line -> line.provenance().charges())
                        .sum());
    }

    /** Of the first tier 8 hours have gone, of the second 10 have come. */
    @Test
    void addUpWhatHasComeAndGoneWhereLinesCorrectOthers() {
        Invoice month = ofTwoTiers();
        List<InvoiceLine> lines = tooManyCorrections(month, "-16.00", "20.00");
        int pairs = lines.size() / 2;

        InvoiceLine sum = StatedLines.of(with(month, month.heading(), lines)).getFirst();
        assertThat(sum.quantity().exact()).isEqualByComparingTo(BigDecimal.valueOf(2L * pairs));
        assertThat(sum.quantity().unit()).isEqualTo(ChargeUnit.GPU_HOUR);
        assertThat(sum.amount().net().amount()).isEqualByComparingTo(BigDecimal.valueOf(4L * pairs));
        assertThat(StatedLines.of(with(month, month.heading().in(2), lines))
                        .getFirst()
                        .quantity()
                        .exact())
                .isEqualByComparingTo(BigDecimal.valueOf(18L * pairs));
    }

    private static Invoice ofTwoTiers() {
        return AnInvoice.norwegian()
                .withGpuTime("a", "Glomfjord", 28_800_000, "2")
                .withGpuTime("a", "Glomfjord", 36_000_000, "2")
                .build();
    }

    /** So many of both tiers, in turn, that they are summed up; each of the net amount of its tier. */
    private static List<InvoiceLine> tooManyCorrections(Invoice month, String first, String second) {
        List<InvoiceLine> lines = new ArrayList<>();
        while (lines.size() <= StatedLines.MOST) {
            lines.add(correcting(month.lines().getFirst(), first, "tier 1"));
            lines.add(correcting(month.lines().getLast(), second, "tier 2"));
        }
        return lines;
    }

    /** More has gone than come, and it costs more: no price says that. */
    @Test
    void areOnePieceWhereTimeAndMoneyGoDifferentWays() {
        Invoice month = ofTwoTiers();
        List<InvoiceLine> lines = tooManyCorrections(month, "16.00", "-10.00");

        InvoiceLine sum = StatedLines.of(with(month, month.heading(), lines)).getFirst();
        assertThat(sum.quantity().invoiced()).isEqualByComparingTo("1");
        assertThat(sum.quantity().unit()).isEqualTo(ChargeUnit.ONE);
        assertThat(sum.amount().net().amount()).isEqualByComparingTo(BigDecimal.valueOf(3L * lines.size()));
    }

    private static InvoiceLine correcting(InvoiceLine line, String net, String part) {
        CorrectedLine corrected = new CorrectedLine("R1-2026-000001", line.number());
        Money amount = Money.rounded(new BigDecimal(net), line.amount().net().currency());
        LineItem item = line.item();
        Provenance p = line.provenance();
        return new InvoiceLine(
                line.number(),
                new LineItem(
                        item.project(),
                        item.site(),
                        item.siteName(),
                        item.sku(),
                        item.skuName(),
                        item.component(),
                        item.kind(),
                        "Correction of " + corrected.words() + ": " + item.description()),
                line.quantity(),
                new LineAmount(amount, amount.amount()),
                line.vat(),
                line.chargePeriod(),
                new UsageFacts(0, 0, 0, BigDecimal.ZERO),
                new Provenance(p.tariff(), p.tariffVersions(), p.priceDocuments(), p.charges(), part, corrected));
    }

    private static Invoice with(Invoice invoice, Heading heading, List<InvoiceLine> lines) {
        return new Invoice(
                heading,
                invoice.seller(),
                invoice.buyer(),
                invoice.references(),
                lines,
                invoice.vatBreakdown(),
                invoice.totals());
    }

    /** A sum over projects is of none of them, nor of what belongs to no project. */
    @ParameterizedTest
    @CsvSource({"200, 2", "1001, 0"})
    void areBookedWhereTheirProjectIs(int projects, int booked) {
        AnInvoice filed = AnInvoice.norwegian()
                .filing("project-7", new ProjectFiling("4711", null))
                .filing("-", new ProjectFiling("4700", null));
        String xml = new String(
                EInvoice.write(invoice(filed, projects, LINES, new Random(5)), DocumentFormat.PEPPOL_BIS),
                StandardCharsets.UTF_8);

        assertThat(xml.split("<cbc:AccountingCost>4711<", -1)).hasSize(booked + 1);
        assertThat(xml).doesNotContain(">4700<");
    }

    @ParameterizedTest
    @EnumSource(DocumentFormat.class)
    void passTheOfficialRulesWithAllLinesAttached(DocumentFormat format) {
        AnInvoice parties =
                format == DocumentFormat.FACTUR_X ? AnInvoice.toFrenchCompany() : AnInvoice.toGermanAuthority();
        Invoice invoice = invoice(parties, 200, LINES, new Random(3));

        byte[] xml = EInvoice.write(invoice, format);

        assertThat(RULES.check(
                                xml,
                                format,
                                DocumentType.INVOICE,
                                invoice.heading().issueDate())
                        .violations())
                .isEmpty();
        Matcher attached = Pattern.compile(
                        "<\\w+:(?:EmbeddedDocumentBinaryObject|AttachmentBinaryObject) mimeCode=\"text/csv\" filename=\""
                                + invoice.heading().number() + ".csv\">([^<]+)<")
                .matcher(new String(xml, StandardCharsets.UTF_8));
        assertThat(attached.find()).isTrue();
        assertThat(Base64.getDecoder().decode(attached.group(1))).isEqualTo(InvoiceCsv.write(invoice));
    }

    @Test
    void areSummedUpOnThePagesWhichNameTheAttachmentWhereTheTableHasThemAll() throws IOException {
        Invoice invoice = invoice(AnInvoice.british(), 20, LINES, new Random(4));

        try (PDDocument document = Loader.loadPDF(InvoicePdf.write(invoice))) {
            assertThat(new PDFTextStripper().getText(document).replaceAll("\\s+", " "))
                    .contains("all 3,000 lines stand one by one in the attachment "
                            + invoice.heading().number() + ".csv")
                    .doesNotContain("project-0 " + LINES);
            assertThat(document.getNumberOfPages()).isLessThan(15);
        }
        assertThat(new String(InvoiceCsv.write(invoice), StandardCharsets.UTF_8).lines())
                .hasSize(LINES + 1);
    }

    private static Map<VatTreatment, Money> byRate(List<InvoiceLine> lines) {
        Map<VatTreatment, Money> sums = new HashMap<>();
        lines.forEach(line -> sums.merge(line.vat(), line.amount().net(), Money::plus));
        return sums;
    }

    /** Time and energy in turn, by turns of some projects, at prices that leave something to round. */
    private static Invoice invoice(AnInvoice invoice, int projects, int lines, Random random) {
        for (int i = 0; i < lines; i++) {
            String project = "project-" + i / 2 % projects;
            if (i % 2 == 0) {
                invoice.withGpuTime(project, "Glomfjord", 1 + random.nextInt(100_000_000), "24.90");
            } else {
                String price =
                        BigDecimal.valueOf(random.nextInt(20_000) - 4_000, 4).toPlainString();
                invoice.withEnergy(project, "Glomfjord", 1 + (long) random.nextInt(2_000_000_000) * 1_000, price);
            }
        }
        return invoice.build();
    }
}
