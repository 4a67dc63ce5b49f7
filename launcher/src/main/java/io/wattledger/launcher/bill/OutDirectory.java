package io.wattledger.launcher.bill;

import io.wattledger.launcher.InputFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Where the files of a bill go. It is looked at before anything is issued, and made when there is something to write. */
final class OutDirectory {

    private OutDirectory() {}

    /** Why nothing can be written to {@code out}; empty where it is, or can become, a directory that may be written to. */
    static Optional<String> fault(Path out) {
        Path nearest = out.toAbsolutePath().normalize();
        while (!Files.exists(nearest, LinkOption.NOFOLLOW_LINKS) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        if (!Files.isDirectory(nearest)) {
            return Optional.of("--out: " + nearest + " is no directory; name a directory, there or to be made");
        }
        try {
            // Only writing tells whether it can be written to: a file system may be read-only, full or none for files.
            Path probe = Files.createTempFile(nearest, ".wattledger", ".part");
            try {
                Files.write(probe, new byte[1]);
            } finally {
                Files.delete(probe);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("--out: " + InputFault.unwritable(nearest, e).getMessage());
        }
    }
}
