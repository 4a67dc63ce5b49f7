package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.CreditGround;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.ProjectFiling;
import io.wattledger.billing.tax.Customer;
import io.wattledger.billing.tax.Determination;
import io.wattledger.billing.tax.Supply;
import io.wattledger.billing.tax.VatRules;
import io.wattledger.billing.tax.VatTreatment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InvoicePdfTest {

    private static final float PICTURE_DPI = 76;

    private static final ProjectFiling CLIMATE = new ProjectFiling("4711", null);

    /** As the rules decide for a Norwegian seller, so that the pages say why in their language. */
    private static VatTreatment decided(String buyer, Customer customer, String language) {
        Supply supply = new Supply("NO", true, buyer, customer, true, true, LocalDate.of(2026, 10, 31), language);
        return ((Determination.Decided) VatRules.determine(supply)).treatment();
    }

    static Stream<Arguments> languages() {
        return Stream.of(
                Arguments.of(
                        "nb-NO",
                        AnInvoice.norwegian()
                                .agreeingOnKid("000123400260000421")
                                .withAMonthOfUsage("24.90", "0.4128371")
                                .withLineDiscount("5")
                                .withDocumentDiscount("2.5")
                                .filing("climate-models", CLIMATE)
                                .build()),
                Arguments.of(
                        "en-GB",
                        AnInvoice.british()
                                .in("EUR", "Europe/London")
                                .withAMonthOfUsage("2.20", "0.0871")
                                .statingVatAt("0.8721", "HMRC")
                                .filing("climate-models", new ProjectFiling("4711", "Fjord Analytics Ltd"))
                                .build()),
                Arguments.of(
                        "de-DE",
                        AnInvoice.toGermanAuthority()
                                .taxed(decided("DE", Customer.PUBLIC_BODY, "de-DE"))
                                .withAMonthOfUsage("2.20", "0.0353")
                                .filing("climate-models", CLIMATE)
                                .build()),
                Arguments.of(
                        "fr-FR",
                        AnInvoice.toFrenchCompany()
                                .taxed(decided("FR", Customer.BUSINESS, "fr-FR"))
                                .crediting("NO26-000037")
                                .because(CreditGround.Cause.PART_CREDITED, "Geste convenu le 28 octobre.")
                                .withAMonthOfUsage("2.20", "0.0353")
                                .filing("climate-models", CLIMATE)
                                .build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("languages")
    void saysWhatABuyerMustKnow(String language, Invoice invoice) throws IOException {
        Words words = Words.of(language);
        byte[] pdf = InvoicePdf.write(invoice);
        keepPicture(language, pdf);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            String text = new PDFTextStripper().getText(document).replace('\u00A0', ' ');
            assertThat(text)
                    .contains(words.text(language.equals("fr-FR") ? "title.credit" : "title"))
                    .contains(invoice.heading().number())
                    .contains(invoice.seller().name())
                    .contains(invoice.buyer().name())
                    .contains(invoice.references().buyerReference())
                    .contains(words.number(invoice.totals().payable().amount()).replace('\u00A0', ' '))
                    .contains(invoice.seller().identity().vatNumber())
                    .contains("språkmodell-æøå")
                    .contains("climate-models · " + (language.equals("en-GB") ? "Fjord Analytics Ltd · " : "")
                            + words.text("label.costCentre") + " 4711");
            if (language.equals("fr-FR")) {
                assertThat(text)
                        .contains("Numéro d’avoir", "Date de l’avoir", "Questions sur cet avoir")
                        .doesNotContain("Numéro de facture", "Date de facture", "Facturé à");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("languages")
    void isTaggedArchivableAndEmbedsItsFonts(String language, Invoice invoice) throws IOException {
        try (PDDocument document = Loader.loadPDF(InvoicePdf.write(invoice))) {
            var catalog = document.getDocumentCatalog();
            assertThat(catalog.getLanguage()).isEqualTo(language);
            assertThat(catalog.getMarkInfo().isMarked()).isTrue();
            assertThat(catalog.getStructureTreeRoot()).isNotNull();
            assertThat(catalog.getOutputIntents()).hasSize(1);
            String xmp = new String(catalog.getMetadata().toByteArray(), StandardCharsets.UTF_8);
            assertThat(xmp)
                    .contains("<pdfaid:part>3</pdfaid:part>")
                    .contains("<pdfaid:conformance>B</pdfaid:conformance>")
                    .contains("<xmp:CreateDate>2026-11-02T00:00:00Z</xmp:CreateDate>");
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
                }
            }
        }
    }

    @Test
    void givesTheSameBytesEachTime() {
        Invoice invoice =
                AnInvoice.norwegian().withAMonthOfUsage("24.90", "0.4128371").build();
        assertThat(InvoicePdf.write(invoice)).isEqualTo(InvoicePdf.write(invoice));
    }

    /** A tenant names its projects as it likes, in 128 characters; the figures beside the name have to stay on the page. */
    @Test
    void keepsTheFiguresOfAProjectWhoseNameIsOneLongWord() throws IOException {
        Invoice invoice = AnInvoice.british()
                .withBuyerReference("R".repeat(120))
                .withGpuTime("W".repeat(128), "Loughton", 3_600_000L, "1.95")
                .withGpuTime("b", "Loughton", 7_200_000L, "1.95")
                .build();
        try (PDDocument document = Loader.loadPDF(InvoicePdf.write(invoice))) {
            String text = new PDFTextStripper().getText(document).replace('\u00A0', ' ');
            assertThat(text).contains("GPU-hours", "Average price", "2 November 2026", "1.0000 h", "2.0000 h", "3.90");
            assertThat(text.replace("\n", "")).contains("W".repeat(128), "R".repeat(120));
        }
    }

    @Test
    void numbersThePagesOfALongInvoice() throws IOException {
        AnInvoice builder = AnInvoice.british();
        for (int i = 0; i < 60; i++) {
            builder.withGpuTime("project-" + i, "Loughton", 3_600_000L * (i + 1), "1.95");
        }
        try (PDDocument document = Loader.loadPDF(InvoicePdf.write(builder.build()))) {
            int pages = document.getNumberOfPages();
            assertThat(pages).isGreaterThan(3);
            assertThat(new PDFTextStripper().getText(document))
                    .contains("page 1 of " + pages)
                    .contains("page " + pages + " of " + pages)
                    .contains("and 50 more");
        }
    }

    @Test
    void printsMarkupInNamesAsTheyAre() throws IOException {
        Invoice invoice = AnInvoice.british()
                .numbered("GB\"26-<1>")
                .withGpuTime("<b>&amp;{page}", "Loughton", 3_600_000L, "1.95")
                .build();
        try (PDDocument document = Loader.loadPDF(InvoicePdf.write(invoice))) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("<b>&amp;{page}")
                    .contains("Thames & Sons <AI> Ltd")
                    .contains("Invoice GB\"26-<1>, page 1 of 2");
        }
    }

    /** Leaves a picture of all pages per language under target, from which docs/pictures is taken. */
    private static void keepPicture(String language, byte[] pdf) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "pictures"));
        Files.write(folder.resolve("invoice-" + language + ".pdf"), pdf);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFRenderer renderer = new PDFRenderer(document);
            List<BufferedImage> pages = new ArrayList<>();
            for (int page = 0; page < document.getNumberOfPages(); page++) {
                pages.add(renderer.renderImageWithDPI(page, PICTURE_DPI, ImageType.RGB));
            }
            int width = pages.getFirst().getWidth();
            BufferedImage all = new BufferedImage(
                    width * pages.size(), pages.getFirst().getHeight(), BufferedImage.TYPE_BYTE_INDEXED);
            for (int page = 0; page < pages.size(); page++) {
                all.getGraphics().drawImage(pages.get(page), page * width, 0, null);
            }
            Path picture = folder.resolve("invoice-" + language + ".png");
            assertThat(ImageIO.write(all, "png", picture.toFile())).isTrue();
        }
    }
}
