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
import java.util.TreeMap;
import java.util.logging.Level;
import net.sf.saxon.TransformerFactoryImpl;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Makes pages of HTML: A4 as PDF/A-3b with tagged text and embedded fonts. */
final class PdfPages {

    private static final String TRANSFORMER = "javax.xml.transform.TransformerFactory";

    private static final Map<Integer, byte[]> FONTS = Map.of(
            400, resource("fonts/Roboto-Regular.ttf"),
            500, resource("fonts/Roboto-Medium.ttf"),
            700, resource("fonts/Roboto-Bold.ttf"));

    /** Read once for each thread, since reading takes a tenth of the time of a page and an outline has a place of reading. */
    private static final ThreadLocal<Map<Integer, TrueTypeFont>> OUTLINES = ThreadLocal.withInitial(PdfPages::outlines);

    private static final byte[] SCREEN_COLOURS =
            ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

    static {
        // The renderer tells of every style sheet and font it reads; what is wrong with a page is a warning.
        XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, Level.WARNING));
        // The renderer asks for a transformer with every page. Unless it is named, Java looks for it in all archives
        // each
        // time and checks their signatures, which took a quarter of the time of a page; what it finds is this one.
        if (System.getProperty(TRANSFORMER) == null) {
            System.setProperty(TRANSFORMER, TransformerFactoryImpl.class.getName());
        }
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
            for (Map.Entry<Integer, TrueTypeFont> font : OUTLINES.get().entrySet()) {
                PDFont loaded = PDType0Font.load(document, font.getValue(), true);
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

    /** Fonts without their ligature tables: PDFBox applies them by regular expression, which took most of the time. */
    private static Map<Integer, TrueTypeFont> outlines() {
        Map<Integer, TrueTypeFont> outlines = new TreeMap<>();
        try {
            for (Map.Entry<Integer, byte[]> font : FONTS.entrySet()) {
                TrueTypeFont parsed = new TTFParser(true).parse(new RandomAccessReadBuffer(font.getValue()));
                parsed.setEnableGsub(false);
                outlines.put(font.getKey(), parsed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading fonts from memory failed", e);
        }
        return outlines;
    }

    private static byte[] resource(String name) {
        try (InputStream bytes = Objects.requireNonNull(PdfPages.class.getResourceAsStream(name), name)) {
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
