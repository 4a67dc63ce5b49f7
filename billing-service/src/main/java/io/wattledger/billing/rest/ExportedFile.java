package io.wattledger.billing.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that was made for one answer. */
final class ExportedFile {

    private ExportedFile() {}

    /** Deletes a file that nobody wants any more. */
    static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("a file that was made for an answer cannot be deleted", e);
        }
    }

    /** Sends the file piece by piece, and deletes it afterwards, also where the caller goes away. */
    static Response answer(Path file, String mediaType, String name) {
        StreamingOutput body = out -> {
            try {
                Files.copy(file, out);
            } finally {
                Files.deleteIfExists(file);
            }
        };
        return Response.ok(body, mediaType)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }
}
