package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.billing.invoice.CreditGround.Cause;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A credit note says why it is issued on each of its documents; one that was issued before it did is written as it was. */
class WhyCreditedTest {

    private static final Pattern UBL_NOTE = Pattern.compile("<cbc:Note>([^<]*)</cbc:Note><cbc:DocumentCurrencyCode>");
    private static final Pattern CII_NOTE =
            Pattern.compile("<ram:IncludedNote><ram:Content>([^<]*)</ram:Content></ram:IncludedNote>");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en-GB | CHARGES_CHANGED | Since invoice X-1 was issued, charges for October 2026 have changed; what came to less is credited.
            en-GB | ALL_CREDITED    | Invoice X-1 is credited in full.
            en-GB | REST_CREDITED   | What was left of invoice X-1 is credited.
            en-GB | PART_CREDITED   | A part of invoice X-1 is credited.
            nb-NO | CHARGES_CHANGED | Etter at faktura X-1 ble utstedt, har poster for oktober 2026 endret seg; det som er blitt mindre, krediteres.
            nb-NO | ALL_CREDITED    | Faktura X-1 krediteres i sin helhet.
            nb-NO | REST_CREDITED   | Det som gjensto av faktura X-1, krediteres.
            nb-NO | PART_CREDITED   | En del av faktura X-1 krediteres.
            de-DE | CHARGES_CHANGED | Nach Ausstellung der Rechnung X-1 haben sich Posten für Oktober 2026 geändert; was geringer ausfällt, wird zurückgenommen.
            de-DE | ALL_CREDITED    | Die Rechnung X-1 wird in voller Höhe zurückgenommen.
            de-DE | REST_CREDITED   | Was von der Rechnung X-1 übrig war, wird zurückgenommen.
            de-DE | PART_CREDITED   | Ein Teil der Rechnung X-1 wird zurückgenommen.
            fr-FR | CHARGES_CHANGED | Depuis l’émission de la facture X-1, des écritures pour octobre 2026 ont changé ; ce qui a diminué fait l’objet du présent avoir.
            fr-FR | ALL_CREDITED    | La totalité de la facture X-1 fait l’objet du présent avoir.
            fr-FR | REST_CREDITED   | Le solde de la facture X-1 fait l’objet du présent avoir.
            fr-FR | PART_CREDITED   | Une partie de la facture X-1 fait l’objet du présent avoir.
            """)
    void isSaidOnEveryDocumentInTheReadersWords(String language, Cause cause, String sentence) throws IOException {
        Invoice note = note(language).because(cause, null).build();
        JsonNode ground = json(note).at("/credits/ground");

        assertThat(spaced(HeaderTerms.why(note.heading().credited(), Words.of(language))))
                .isEqualTo(sentence);
        assertThat(found(UBL_NOTE, UblInvoice.write(note))).endsWith(" " + sentence);
        assertThat(found(CII_NOTE, CiiInvoice.write(note, CiiProfile.XRECHNUNG)))
                .endsWith(" " + sentence);
        assertThat(spaced(ground.at("/words").asText())).isEqualTo(sentence);
        assertThat(ground.at("/cause").textValue()).isEqualTo(cause.name());
        assertThat(ground.at("/month").textValue()).isEqualTo(cause == Cause.CHARGES_CHANGED ? "2026-10" : null);
        assertThat(ground.has("statement")).isFalse();
        assertThat(pages(note)).contains(Words.of(language).text("label.why") + " " + sentence);
    }

    /** What the seller says is printed as it is, after the sentence, and told apart from it in data. */
    @Test
    void hasTheStatementOfTheSellerAfterIt() throws IOException {
        String statement = "<b>12 %</b> & {page} as agreed";
        Invoice note = note("en-GB").because(Cause.PART_CREDITED, statement).build();

        String both = "A part of invoice X-1 is credited. " + statement;
        assertThat(pages(note)).contains("Reason " + both);
        assertThat(found(UBL_NOTE, UblInvoice.write(note)))
                .endsWith(" each line was rounded once. "
                        + both.replace("&", "&amp;").replace("<", "&lt;"));
        JsonNode ground = json(note).at("/credits/ground");
        assertThat(ground.at("/words").textValue()).isEqualTo("A part of invoice X-1 is credited.");
        assertThat(ground.at("/statement").textValue()).isEqualTo(statement);
    }

    /** Norwegian law takes no French: what the labels say stands in English too, and so does this sentence. */
    @Test
    void isExplainedInEnglishWhereTheSellersLawAsksForIt() throws IOException {
        Invoice french = note("fr-FR").because(Cause.ALL_CREDITED, null).build();
        Invoice norwegian = note("nb-NO").because(Cause.ALL_CREDITED, null).build();

        assertThat(pages(french)).contains("Motif = Reason: Invoice X-1 is credited in full.");
        assertThat(pages(norwegian)).doesNotContain("Reason");
    }

    @Test
    void isLeftOutOfWhatWasIssuedBefore() throws IOException {
        String stored = "{\"number\":\"X-1\",\"issueDate\":\"2026-10-23\"}";
        Invoice note = note("en-GB").build();
        CreditedInvoice credited = WireJson.read(stored.getBytes(StandardCharsets.UTF_8), CreditedInvoice.class);

        assertThat(credited).isEqualTo(new CreditedInvoice("X-1", LocalDate.of(2026, 10, 23)));
        assertThat(credited).isEqualTo(note.heading().credited());
        assertThat(new String(WireJson.write(credited), StandardCharsets.UTF_8)).isEqualTo(stored);
        assertThat(new String(InvoiceJson.write(note), StandardCharsets.UTF_8)).contains("\"credits\":" + stored + ",");
        assertThat(found(UBL_NOTE, UblInvoice.write(note))).endsWith("each line was rounded once.");
        assertThat(found(CII_NOTE, CiiInvoice.write(note, CiiProfile.XRECHNUNG)))
                .endsWith("each line was rounded once.");
        assertThat(InvoicePdf.html(note)).doesNotContain("class=\"why\"");
        assertThat(pages(note)).doesNotContain("Reason");
    }

    private static AnInvoice note(String language) {
        AnInvoice note =
                switch (language) {
                    case "nb-NO" -> AnInvoice.norwegian();
                    case "en-GB" -> AnInvoice.british();
                    case "de-DE" -> AnInvoice.toGermanAuthority();
                    default -> AnInvoice.toFrenchCompany();
                };
        return note.crediting("X-1").withGpuTime("a", "Glomfjord", 36_000_000L, "2");
    }

    private static JsonNode json(Invoice note) throws IOException {
        return new ObjectMapper().readTree(InvoiceJson.write(note));
    }

    private static String found(Pattern pattern, byte[] xml) {
        Matcher matcher = pattern.matcher(new String(xml, StandardCharsets.UTF_8));
        assertThat(matcher.find()).isTrue();
        return spaced(matcher.group(1));
    }

    /** The text of all pages, as if it had no lines. */
    private static String pages(Invoice note) throws IOException {
        try (PDDocument document = Loader.loadPDF(InvoicePdf.write(note))) {
            return spaced(new PDFTextStripper().getText(document)).replaceAll("\\s+", " ");
        }
    }

    private static String spaced(String text) {
        return text.replace('\u00A0', ' ');
    }
}
