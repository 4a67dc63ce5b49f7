package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.RevenueAccount;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.bookkeeping.Voucher;
import io.wattledger.billing.bookkeeping.Vouchers;
import io.wattledger.billing.focus.FocusFile;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.PublishedFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Whatever is billed, every document of an invoice says the same; seeds are fixed, so a failure can be repeated. */
class DocumentTotalsTest {

    private static final String FIELDS = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
    private static final int INVOICES = 40;
    private static final OfficialRules RULES = new OfficialRules();

    static List<Long> seeds() {
        return new Random(20_261_122L).longs(INVOICES).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void areTheSameInJsonUblCiiCsvFocusJournalAndPdf(long seed) throws Exception {
        assertSameTotalsEverywhere(random(seed));
    }

    @Test
    void areTheSameOfWhatIsReducedAndSettledInAdvance() throws Exception {
        assertSameTotalsEverywhere(AnInvoice.norwegian()
                .withGpuTime("a", "Glomfjord", 3_600_000_000L, "24.90")
                .withDocumentRebate("900.10")
                .withPrepaid("20000.01")
                .build());
    }

    private static void assertSameTotalsEverywhere(Invoice invoice) throws Exception {
        BigDecimal net = invoice.totals().withoutVat().amount();
        BigDecimal payable = invoice.totals().payable().amount();

        JsonNode json = new ObjectMapper().readTree(InvoiceJson.write(invoice));
        assertThat(json.at("/totals/withoutVat/amount").textValue()).isEqualTo(net.toPlainString());
        assertThat(json.at("/totals/payable/amount").textValue()).isEqualTo(payable.toPlainString());

        byte[] ubl = UblInvoice.write(invoice);
        Document xml = parse(ubl);
        assertThat(only(xml, "TaxExclusiveAmount")).isEqualTo(net.toPlainString());
        assertThat(only(xml, "PayableAmount")).isEqualTo(payable.toPlainString());
        assertLinesMultiplyExactly(xml);

        assertThat(CsvTable.read(InvoiceCsv.write(invoice)).sum("net_amount", row -> true))
                .isEqualByComparingTo(net);
        assertThat(FocusFile.ofLines(List.of(invoice)).sum("BilledCost", row -> true))
                .isEqualByComparingTo(payable);
        Document cii = parse(EInvoice.write(invoice, DocumentFormat.FACTUR_X));
        assertThat(ofAnySpace(cii, "TaxBasisTotalAmount")).isEqualByComparingTo(net);
        assertThat(ofAnySpace(cii, "DuePayableAmount")).isEqualByComparingTo(payable);
        assertThat(posted(invoice, "1500")).isEqualByComparingTo(payable);
        assertThat(posted(invoice, "3000").add(posted(invoice, "3090"))).isEqualByComparingTo(net.negate());
        assertThat(pdfText(invoice)).contains(printed(invoice, net)).contains(printed(invoice, payable));

        assertThat(HouseRules.check(invoice).violations()).isEmpty();
        assertThat(check(ubl, invoice.heading().issueDate()).violations()).isEmpty();
    }

    private static BigDecimal ofAnySpace(Document xml, String name) {
        return new BigDecimal(xml.getElementsByTagNameNS("*", name).item(0).getTextContent());
    }

    /** What the journal posts on an account of books in the invoice's own currency, debits above zero. */
    private static BigDecimal posted(Invoice invoice, String account) {
        ChartOfAccounts chart = new ChartOfAccounts(
                "1500",
                "1920",
                "7830",
                "7770",
                "3090",
                "2900",
                List.of(new RevenueAccount("3000", List.of(), null)),
                invoice.vatBreakdown().stream()
                        .map(one ->
                                new VatAccount(one.vat().category(), one.vat().ratePercent(), "2700", "code"))
                        .toList());
        Voucher voucher = new Vouchers(chart, invoice.heading().currency(), PublishedFacts.NONE)
                .document(invoice, BigDecimal.ZERO);
        return voucher.postings().stream()
                .filter(posting -> posting.account().equals(account))
                .map(Voucher.Posting::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Invoice random(long seed) {
        Random random = new Random(seed);
        List<AnInvoice> kinds = List.of(
                AnInvoice.norwegian(), AnInvoice.british(), AnInvoice.toGermanAuthority(), AnInvoice.toFrenchCompany());
        AnInvoice invoice = kinds.get(random.nextInt(kinds.size()));
        int lines = 1 + random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            String project = "project-" + random.nextInt(4);
            String site = random.nextBoolean() ? "Glomfjord" : "Loughton";
            String price = BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 1 + random.nextInt(12))
                    .toPlainString();
            long size = random.nextLong(1L << (1 + random.nextInt(40)));
            if (random.nextBoolean()) {
                invoice.withGpuTime(project, site, size, price);
            } else {
                invoice.withEnergy(project, site, size * 1_000, random.nextInt(4) == 0 ? "-" + price : price);
            }
        }
        return invoice.build();
    }

    private static void assertLinesMultiplyExactly(Document xml) {
        var lines = xml.getElementsByTagNameNS("*", "InvoiceLine");
        for (int i = 0; i < lines.getLength(); i++) {
            Element line = (Element) lines.item(i);
            BigDecimal net = new BigDecimal(field(line, "LineExtensionAmount"));
            String base = field(line, "BaseQuantity");
            BigDecimal product = new BigDecimal(field(line, "InvoicedQuantity"))
                    .multiply(new BigDecimal(field(line, "PriceAmount")))
                    .divide(base.isEmpty() ? BigDecimal.ONE : new BigDecimal(base), MathContext.DECIMAL128);
            assertThat(product.setScale(2, java.math.RoundingMode.HALF_UP)).isEqualByComparingTo(net);
        }
    }

    private static String only(Document xml, String name) {
        return field(xml.getDocumentElement(), name);
    }

    private static String field(Element parent, String name) {
        var found = parent.getElementsByTagNameNS(FIELDS, name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static Document parse(byte[] xml) throws ParserConfigurationException, SAXException, IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private static String pdfText(Invoice invoice) throws IOException {
        try (PDDocument document = Loader.loadPDF(InvoicePdf.write(invoice))) {
            return new PDFTextStripper().getText(document).replace('\u00A0', ' ');
        }
    }

    private static String printed(Invoice invoice, BigDecimal amount) {
        return Words.of(invoice.buyer().language()).number(amount).replace('\u00A0', ' ');
    }

    private static RuleReport check(byte[] ubl, LocalDate issued) {
        return RULES.check(ubl, DocumentFormat.PEPPOL_BIS, DocumentType.INVOICE, issued);
    }
}
