package io.wattledger.launcher.usage;

import io.wattledger.launcher.InputFault;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The text of a usage file: UTF-8, plain or compressed by gzip. */
public final class UsageText {

    private static final int GZIP_MAGIC = 0x8b1f;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private UsageText() {}

    /** Opens a file; bytes that are not UTF-8 make reading fail. */
    public static BufferedReader open(Path path) throws IOException {
        return open(path, "");
    }

    /** Opens a file to which {@code ending} is added, by which the reader sees how it ended. */
    public static BufferedReader open(Path path, String ending) throws IOException {
        var bytes = new BufferedInputStream(Files.newInputStream(path));
        try {
            bytes.mark(2);
            int first = bytes.read();
            int second = bytes.read();
            bytes.reset();
            // By content, not by name: a renamed file must not turn into gibberish.
            InputStream plain = ((second << 8) | first) == GZIP_MAGIC ? new GZIPInputStream(bytes, 1 << 16) : bytes;
            var whole =
                    new SequenceInputStream(plain, new ByteArrayInputStream(ending.getBytes(StandardCharsets.UTF_8)));
            var text = new BufferedReader(new InputStreamReader(whole, StandardCharsets.UTF_8.newDecoder()));
            text.mark(1);
            // Spreadsheets put a byte order mark before the first name.
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
            return text;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** What to tell of a file that could not be read. */
    public static InputFault unreadable(Path path, Exception fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        return new InputFault(
                cause instanceof CharacterCodingException
                        ? path + ": is not UTF-8 text"
                        : path + ": " + InputFault.why(cause));
    }
}
