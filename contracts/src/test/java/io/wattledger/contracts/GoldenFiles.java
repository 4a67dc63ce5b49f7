package io.wattledger.contracts;

import io.wattledger.contracts.Samples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where the golden files lie, and the program that writes the missing ones. It never changes a file that is there: what
 * has once been on the wire must stay readable for ever. How to run it says docs/contributing.md.
 */
public final class GoldenFiles {

    /** The folder of the first wire version. */
    static final Path FOLDER = Path.of(System.getProperty("wattledger.root", "."))
            .resolve("contracts/src/test/resources/golden/v1")
            .toAbsolutePath()
            .normalize();

    private GoldenFiles() {}

    /** Writes the golden file of every sample that has none yet. */
    public static void main(String[] args) throws IOException {
        for (Sample sample : Samples.all()) {
            Path file = file(sample);
            if (Files.notExists(file)) {
                Files.write(file, WireJson.write(sample.value()), StandardOpenOption.CREATE_NEW);
                System.out.println("wrote " + file);
            }
        }
    }

    /** The golden file of {@code sample}. */
    static Path file(Sample sample) {
        return FOLDER.resolve(sample.fileName());
    }
}
