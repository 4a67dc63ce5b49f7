package io.wattledger.billing.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that was made for one answer. Who does not send it must {@link #discard} it.
 *
 * @param file where it lies
 */
record ExportedFile(Path file) implements StreamingOutput {

    /** Sends the file piece by piece, and deletes it afterwards, also where the caller goes away. */
    @Override
    public void write(OutputStream out) throws IOException {
        try {
            Files.copy(file, out);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Deletes a file that nobody wants any more. */
    void discard() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("a file that was made for an answer cannot be deleted", e);
        }
    }

    /** An answer that sends the file. */
    static Response answer(Path file, String mediaType, String name) {
        return Response.ok(new ExportedFile(file), mediaType)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }
}
