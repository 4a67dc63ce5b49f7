package io.wattledger.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Files that tests read: our own from the class path, real ones from beside the project where they are at hand. */
public final class SharedFiles {

    private SharedFiles() {}

    /** A file of {@code ../shared/data/energy}; the test is skipped where it is absent, since it may not be passed on. */
    public static byte[] real(String path) {
        Path file = Path.of(System.getProperty("wattledger.root"), "..", "shared", "data", "energy", path);
        Assumptions.assumeTrue(Files.isRegularFile(file), "real file not at hand: " + path);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A synthetic A44 document of this project, or a table that says what is in one. */
    public static byte[] synthetic(String name) {
        return resource("/a44/" + name);
    }

    /** A synthetic answer of a price feed, of this project. */
    public static byte[] feed(String name) {
        return resource("/feeds/" + name);
    }

    private static byte[] resource(String path) {
        try (var stream = SharedFiles.class.getResourceAsStream(path)) {
            assertThat(stream).as("test resource %s", path).isNotNull();
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
