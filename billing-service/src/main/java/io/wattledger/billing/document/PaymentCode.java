package io.wattledger.billing.document;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * The code that a banking application reads to fill in a SEPA credit transfer (European Payments Council, EPC069-12,
 * version 002), for buyers in countries where payers know it.
 */
final class PaymentCode {

    /** Where banks' applications read it as a matter of course. */
    private static final Set<String> CUSTOMARY_IN = Set.of("AT", "BE", "DE", "FI", "NL");

    private static final BigDecimal MOST = new BigDecimal("999999999.99");
    private static final int LONGEST_NAME = 70;
    private static final int LONGEST_REMITTANCE = 140;
    private static final int QUIET_ZONE = 4;

    private PaymentCode() {}

    /** What the code says; empty where the payment is no SEPA credit transfer or the code is not customary. */
    static Optional<String> text(Invoice invoice) {
        BigDecimal amount = invoice.totals().payable().amount();
        boolean payable = invoice.heading().type() == DocumentType.INVOICE
                && invoice.heading().currency().getCurrencyCode().equals("EUR")
                && amount.signum() > 0
                && amount.compareTo(MOST) <= 0
                && CUSTOMARY_IN.contains(invoice.buyer().identity().country());
        if (!payable) {
            return Optional.empty();
        }
        BankAccount bank = invoice.seller().bank();
        String holder =
                Objects.requireNonNullElse(bank.accountName(), invoice.seller().name());
        return Optional.of(String.join(
                "\n",
                "BCD",
                "002",
                "1",
                "SCT",
                Objects.requireNonNullElse(bank.bic(), ""),
                cut(holder, LONGEST_NAME),
                bank.iban(),
                "EUR" + amount.toPlainString(),
                "",
                "",
                cut(invoice.paymentReference(), LONGEST_REMITTANCE)));
    }

    /** The code as a picture that a page can hold. */
    static String picture(String text) {
        try {
            BitMatrix code = new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.M,
                                    EncodeHintType.CHARACTER_SET,
                                    "UTF-8",
                                    EncodeHintType.MARGIN,
                                    QUIET_ZONE));
            BufferedImage image = new BufferedImage(code.getWidth(), code.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
            for (int x = 0; x < code.getWidth(); x++) {
                for (int y = 0; y < code.getHeight(); y++) {
                    image.setRGB(x, y, code.get(x, y) ? 0 : 0xFFFFFF);
                }
            }
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(image, "png", png);
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        } catch (WriterException e) {
            throw new IllegalStateException("a payment code of " + text.length() + " characters does not fit", e);
        } catch (IOException e) {
            throw new UncheckedIOException("writing a picture into memory failed", e);
        }
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }
}
