package io.wattledger.metering.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over a row of values, each with its length before it, so that no two different rows give the same bytes to
 * hash. An instance is used once, by one thread.
 */
final class Fingerprint {

    private static final int ABSENT = -1;
    private static final int ROOM = 256;
    private static final int MOST_SPARE = 16 * 1024;
    private static final int ASCII = 0x80;

    private static final ThreadLocal<Kept> KEPT = ThreadLocal.withInitial(Kept::new);

    private final Kept kept = KEPT.get();
    private byte[] bytes;
    private int length;

    Fingerprint() {
        byte[] spare = kept.spare;
        bytes = spare == null ? new byte[ROOM] : spare;
        kept.spare = null;
    }

    /** What a thread keeps from one to the next. */
    private static final class Kept {
        /** Finding the algorithm takes longer than hashing an event. */
        private final MessageDigest sha256 = sha256();

        /** The bytes of the last one that is done; taken by the next, so that two at a time never share them. */
        private byte @Nullable [] spare;
    }

    Fingerprint text(@Nullable String value) {
        if (value == null) {
            return integer(ABSENT);
        }
        int characters = value.length();
        grow(Integer.BYTES + characters);
        int at = length + Integer.BYTES;
        for (int i = 0; i < characters; i++) {
            char c = value.charAt(i);
            if (c >= ASCII) {
                return bytes(value.getBytes(StandardCharsets.UTF_8));
            }
            bytes[at + i] = (byte) c;
        }
        integer(characters);
        length += characters;
        return this;
    }

    Fingerprint bytes(byte[] value) {
        integer(value.length);
        grow(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    Fingerprint number(@Nullable Long value) {
        if (value == null) {
            return integer(ABSENT);
        }
        integer(Long.BYTES);
        integer((int) (value >>> Integer.SIZE));
        return integer((int) (long) value);
    }

    byte[] whole() {
        kept.sha256.update(bytes, 0, length);
        byte[] hash = kept.sha256.digest();
        if (bytes.length <= MOST_SPARE) {
            kept.spare = bytes;
        }
        return hash;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Fingerprint integer(int value) {
        grow(Integer.BYTES);
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    private void grow(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
