package io.wattledger.metering.event;

import java.io.ByteArrayOutputStream;

/** The encoding of attribute values in HTTP headers (CloudEvents HTTP binding 1.0.2, section 3.1.3.2). */
public final class PercentEncoding {

    private static final int ENCODED = "%2F".length();
    private static final int RADIX = 16;

    private PercentEncoding() {}

    /** Decodes {@code %XX} triples; anything that is no triple stays as it is. */
    public static byte[] decode(byte[] encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            int high = i + ENCODED <= encoded.length ? Character.digit(encoded[i + 1], RADIX) : -1;
            int low = i + ENCODED <= encoded.length ? Character.digit(encoded[i + 2], RADIX) : -1;
            if (encoded[i] == '%' && high >= 0 && low >= 0) {
                bytes.write(high * RADIX + low);
                i += ENCODED - 1;
            } else {
                bytes.write(encoded[i]);
            }
        }
        return bytes.toByteArray();
    }
}
