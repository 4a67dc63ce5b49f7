package io.wattledger.billing.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that was made for one answer. */
final class ExportedFile {

    private ExportedFile() {}

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
