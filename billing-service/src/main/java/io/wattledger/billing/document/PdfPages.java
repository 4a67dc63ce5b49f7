package io.wattledger.billing.document;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Makes pages of HTML: A4 as PDF/A-3b with tagged text and embedded fonts. */
final class PdfPages {

    private static final Map<Integer, byte[]> FONTS = Map.of(
            400, resource("fonts/Roboto-Regular.ttf"),
            500, resource("fonts/Roboto-Medium.ttf"),
            700, resource("fonts/Roboto-Bold.ttf"));

    private static final byte[] SCREEN_COLOURS =
            ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

    static {
        // The renderer tells of every style sheet and font it reads; what is wrong with a page is a warning.
        XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, Level.WARNING));
    }

    private PdfPages() {}

    /** What is done to the pages before they are saved. */
    @FunctionalInterface
    interface Finish {
        /** Adds what HTML cannot say, such as an identity or an embedded file. */
        void on(PDDocument rendered) throws IOException;
    }

    /** The document. */
    static byte[] write(String html, Finish finish) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            PdfRendererBuilder builder = new PdfRendererBuilder()
                    .useFastMode()
                    .usePDDocument(document)
                    .withHtmlContent(html, null)
                    .withProducer("Wattledger")
                    .usePdfAConformance(PdfAConformance.PDFA_3_B)
                    .usePdfUaAccessibility(true)
                    .useColorProfile(SCREEN_COLOURS);
            for (Map.Entry<Integer, byte[]> font : FONTS.entrySet()) {
                PDFont loaded = load(font.getValue(), document);
                builder.useFont(new PDFontSupplier(loaded), "Roboto", font.getKey(), FontStyle.NORMAL, true);
            }
            try (PdfBoxRenderer renderer = builder.toStream(bytes).buildPdfRenderer()) {
                renderer.layout();
                PDDocument rendered = renderer.createPDFKeepOpen();
                finish.on(rendered);
                rendered.save(bytes);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing PDF into memory failed", e);
        }
    }

    /** A template whose values are escaped, from a file beside this class. */
    static Template template(String name) {
        Engine engine = Engine.builder()
                .addDefaults()
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .build();
        String text = new String(resource(name), StandardCharsets.UTF_8);
        return engine.parse(text, Variant.forContentType(Variant.TEXT_HTML));
    }

    /** A font without its ligature tables: PDFBox applies them by regular expression, which took most of the time. */
    private static PDFont load(byte[] font, PDDocument document) throws IOException {
        TrueTypeFont outlines = new TTFParser(true).parse(new RandomAccessReadBuffer(font));
        outlines.setEnableGsub(false);
        return PDType0Font.load(document, outlines, true);
    }

    private static byte[] resource(String name) {
        try (InputStream bytes = Objects.requireNonNull(PdfPages.class.getResourceAsStream(name), name)) {
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
