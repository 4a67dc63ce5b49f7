package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.wattledger.billing.invoice.Invoice;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentCodeTest {

    private static final float PHONE_DPI = 200;
    private static final Invoice GERMAN = AnInvoice.toGermanAuthority()
            .withGpuTime("a", "Glomfjord", 36_000_000L, "2.205")
            .build();

    @Test
    void saysWhatATransferNeeds() {
        assertThat(PaymentCode.text(GERMAN)).hasValue("""
                BCD
                002
                1
                SCT
                DNBANOKKXXX
                Nordlys Compute AS
                NO9386011117947
                EUR22.05


                NO26-000042""");
    }

    @Test
    void canBeReadOffThePage() throws Exception {
        assertThat(read(picture(PaymentCode.picture(PaymentCode.text(GERMAN).orElseThrow()))))
                .isEqualTo(PaymentCode.text(GERMAN).orElseThrow());
        try (PDDocument document = Loader.loadPDF(InvoicePdf.write(GERMAN))) {
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, PHONE_DPI, ImageType.RGB);
            assertThat(read(page)).isEqualTo(PaymentCode.text(GERMAN).orElseThrow());
        }
    }

    static Stream<AnInvoice> withoutCode() {
        return Stream.of(
                AnInvoice.norwegian().withGpuTime("a", "Glomfjord", 36_000_000L, "2.20"),
                AnInvoice.toFrenchCompany().withGpuTime("a", "Glomfjord", 36_000_000L, "2.20"),
                AnInvoice.toGermanAuthority()
                        .in("GBP", "Europe/Berlin")
                        .withGpuTime("a", "Glomfjord", 36_000_000L, "2"),
                AnInvoice.toGermanAuthority().crediting("NO26-1").withGpuTime("a", "Glomfjord", 36_000_000L, "2.20"),
                AnInvoice.toGermanAuthority().withGpuTime("a", "Glomfjord", 36_000L, "100000000000000"));
    }

    @ParameterizedTest
    @MethodSource("withoutCode")
    void isLeftOutWhereItIsNoSepaTransferOrNotCustomary(AnInvoice invoice) {
        assertThat(PaymentCode.text(invoice.build())).isEmpty();
    }

    private static BufferedImage picture(String data) throws Exception {
        byte[] png = Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1));
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(png));
        BufferedImage large =
                new BufferedImage(small.getWidth() * 4, small.getHeight() * 4, BufferedImage.TYPE_INT_RGB);
        large.getGraphics().drawImage(small, 0, 0, large.getWidth(), large.getHeight(), null);
        return large;
    }

    private static String read(BufferedImage image) throws Exception {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        var source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(source)),
                        Map.of(DecodeHintType.TRY_HARDER, true, DecodeHintType.CHARACTER_SET, "UTF-8"))
                .getText();
    }
}
