package io.wattledger.chassis.testing.broken.pure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks the rule for pure rooms: what it decides depends on a disk. */
public final class ReadsAFile {

    /** Reads. */
    public String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
