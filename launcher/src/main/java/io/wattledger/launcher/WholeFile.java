package io.wattledger.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that are there whole or not at all, also where the disk is full or the process is killed. */
public final class WholeFile {

    private WholeFile() {}

    /** What a file is to hold. */
    @FunctionalInterface
    public interface Content {

        /** Writes it; a fault of another kind than {@link IOException} goes to the caller as it is. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file that is not there yet.
     *
     * @throws InputFault when it exists already or cannot be written
     */
    public static void create(Path file, Content content) {
        write(file, content);
    }

    /**
     * Writes a file, in place of what was there.
     *
     * @throws InputFault when it cannot be written
     */
    public static void replace(Path file, Content content) {
        write(file, content, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path file, Content content, CopyOption... how) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try {
                try (OutputStream out = Files.newOutputStream(part)) {
                    content.writeTo(out);
                }
                Files.move(part, file, how);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw InputFault.unwritable(file, e);
        }
    }
}
