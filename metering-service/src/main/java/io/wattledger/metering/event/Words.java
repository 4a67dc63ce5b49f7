package io.wattledger.metering.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Gives the same string for the same short text: thousands of events of a batch name the same few tenants, sites and
 * nodes, and one string for each is less garbage than one for each event, and compares and hashes at once. Holds one word
 * in each of its places, the last one asked for; so it is bounded, and what it forgets is merely made anew. For use by
 * several threads, who at worst make a word twice.
 */
public final class Words {

    private static final int PLACES = 1 << 14;

    /** Longer texts are rarely words. */
    private static final int LONGEST = 64;

    private static final int ASCII = 0x80;

    private final String[] words = new String[PLACES];

    /** The text of UTF-8; null where the bytes are none. */
    public @Nullable String of(byte[] utf8) {
        int hash = 0;
        if (utf8.length > LONGEST) {
            return HeaderText.utf8(utf8);
        }
        for (byte b : utf8) {
            if (b < 0) {
                return HeaderText.utf8(utf8);
            }
            hash = 31 * hash + b;
        }
        int place = place(hash);
        String word = words[place];
        if (word == null || !isText(word, utf8)) {
            word = new String(utf8, StandardCharsets.ISO_8859_1);
            words[place] = word;
        }
        return word;
    }

    private static boolean isText(String word, byte[] ascii) {
        if (word.length() != ascii.length) {
            return false;
        }
        for (int i = 0; i < ascii.length; i++) {
            if (word.charAt(i) != ascii[i]) {
                return false;
            }
        }
        return true;
    }

    /** The text of {@code length} characters from {@code from} on. */
    public String of(char[] text, int from, int length) {
        int hash = 0;
        if (length > LONGEST) {
            return new String(text, from, length);
        }
        for (int i = from; i < from + length; i++) {
            if (text[i] >= ASCII) {
                return new String(text, from, length);
            }
            hash = 31 * hash + text[i];
        }
        int place = place(hash);
        String word = words[place];
        if (word == null || !isText(word, text, from, length)) {
            word = new String(text, from, length);
            words[place] = word;
        }
        return word;
    }

    private static boolean isText(String word, char[] text, int from, int length) {
        if (word.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (word.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    /** Spreads the hash over the places (the step of Fibonacci hashing). */
    private static int place(int hash) {
        return (hash * 0x9E3779B9) >>> (Integer.SIZE - 14);
    }
}
