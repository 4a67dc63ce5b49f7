package io.wattledger.billing.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** The style sheet of an invoice with the line at the foot of its pages, which CSS numbers. */
final class PrintedStyle {

    private static final String SHEET = sheet();

    private PrintedStyle() {}

    static String of(String footer, Words words) {
        return "@page { size: A4; margin: 15mm 17mm 18mm 17mm; @bottom-right { font-family: Roboto; font-size: 7.6pt;"
                + " color: #5a6b74; content: \"" + escaped(footer + " ") + "\" counter(page) \""
                + escaped(" " + words.text("page.of") + " ") + "\" counter(pages); } }\n"
                + SHEET;
    }

    /** A number may hold any character: none of them may end the string or begin markup. */
    private static String escaped(String text) {
        StringBuilder css = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (Character.isLetterOrDigit(character)) {
                css.appendCodePoint(character);
            } else {
                css.append(String.format(Locale.ROOT, "\\%06x", character));
            }
        });
        return css.toString();
    }

    private static String sheet() {
        try (InputStream css = Objects.requireNonNull(PrintedStyle.class.getResourceAsStream("invoice.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("invoice.css", e);
        }
    }
}
