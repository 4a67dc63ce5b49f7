package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.Invoice;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

class FacturXTest {

    private static final Invoice FRENCH =
            AnInvoice.toFrenchCompany().withAMonthOfUsage("2.20", "0.0353").build();

    @BeforeAll
    static void useTheValidatorsOwnParser() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    static Stream<Invoice> invoices() {
        return Stream.of(
                AnInvoice.norwegian().withAMonthOfUsage("24.90", "0.4128371").build(),
                AnInvoice.british().withAMonthOfUsage("1.95", "0.0871").build(),
                AnInvoice.toGermanAuthority()
                        .withAMonthOfUsage("2.20", "0.0353")
                        .build(),
                FRENCH);
    }

    @ParameterizedTest
    @MethodSource("invoices")
    void isAPdfForArchivesAndForReadersOfTheBlind(Invoice invoice) throws Exception {
        byte[] pdf = InvoicePdf.write(invoice, EInvoice.write(invoice, DocumentFormat.FACTUR_X));
        assertThat(faults(pdf, PDFAFlavour.PDFA_3_B)).isEmpty();
        assertThat(faults(pdf, PDFAFlavour.PDFUA_1)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = PDFAFlavour.class,
            names = {"PDFA_3_B", "PDFUA_1"})
    void theValidatorFindsWhatIsWrong(PDFAFlavour flavour) throws Exception {
        byte[] pdf = InvoicePdf.write(FRENCH, EInvoice.write(FRENCH, DocumentFormat.FACTUR_X));
        byte[] broken = new String(pdf, StandardCharsets.ISO_8859_1)
                .replace("<pdfaid:part>3", "<pdfaid:part>1")
                .replace("<pdfuaid:part>1", "<pdfuaid:part>7")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(faults(broken, flavour)).isNotEmpty();
    }

    @Test
    void carriesTheInvoiceAsDataByteForByte() throws Exception {
        byte[] cii = EInvoice.write(FRENCH, DocumentFormat.FACTUR_X);
        byte[] pdf = InvoicePdf.write(FRENCH, cii);
        assertThat(InvoicePdf.write(FRENCH, cii)).isEqualTo(pdf);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            var catalog = document.getDocumentCatalog();
            var file = catalog.getNames().getEmbeddedFiles().getNames().get("factur-x.xml");
            assertThat(file.getEmbeddedFile().toByteArray()).isEqualTo(cii);
            assertThat(file.getCOSObject().getNameAsString("AFRelationship")).isEqualTo("Alternative");
            assertThat(catalog.getCOSObject()
                            .getCOSArray(COSName.getPDFName("AF"))
                            .size())
                    .isEqualTo(1);
            assertThat(new String(catalog.getMetadata().toByteArray(), StandardCharsets.UTF_8))
                    .containsOnlyOnce("<pdfaExtension:schemas>")
                    .contains("<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>")
                    .contains("<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>");
        }
    }

    @Test
    void refusesMetadataWithoutExactlyOneBagOfSchemas() {
        assertThatIllegalStateException().isThrownBy(() -> FacturX.extended("<rdf:RDF></rdf:RDF>"));
    }

    private static List<String> faults(byte[] pdf, PDFAFlavour flavour) throws Exception {
        try (var parser = Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), flavour);
                var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            return validator.validate(parser).getTestAssertions().stream()
                    .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
                    .map(assertion -> assertion.getRuleId() + " " + assertion.getMessage())
                    .distinct()
                    .toList();
        }
    }
}
