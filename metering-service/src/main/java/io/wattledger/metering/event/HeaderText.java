package io.wattledger.metering.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The bytes of a header as text, by which they are kept and shown, and from which they can be had again. */
public final class HeaderText {

    private static final String BASE64 = "base64:";

    /** What the library puts in the place of bytes that are no UTF-8; a sender may mean it too. */
    private static final char REPLACEMENT = '\uFFFD';

    private HeaderText() {}

    /** The bytes as they stand where they are clean UTF-8, otherwise in Base64 after {@code base64:}. */
    public static String of(byte[] value) {
        String text = utf8(value);
        return text == null || !WireText.isClean(text) || text.startsWith(BASE64)
                ? BASE64 + Base64.getEncoder().encodeToString(value)
                : text;
    }

    /** The bytes of which {@link #of} made {@code kept}. */
    public static byte[] bytes(String kept) {
        return kept.startsWith(BASE64)
                ? Base64.getDecoder().decode(kept.substring(BASE64.length()))
                : kept.getBytes(StandardCharsets.UTF_8);
    }

    /** The text of UTF-8; null where the bytes are none. */
    public static @Nullable String utf8(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        boolean mayBeNone = text.indexOf(REPLACEMENT) >= 0;
        return mayBeNone && !Arrays.equals(value, text.getBytes(StandardCharsets.UTF_8)) ? null : text;
    }
}
