package io.wattledger.launcher.bill;

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
        return Files.isWritable(nearest)
                ? Optional.empty()
                : Optional.of("--out: whoever runs this may not write to " + nearest);
    }
}
