package io.wattledger.launcher.slurm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.launcher.catalog.CatalogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The mapping of {@code samples/slurm}, and files read by what tests make of it. */
final class SampleMapping {

    static final Path FOLDER = Path.of(System.getProperty("wattledger.root"), "samples/slurm");

    private SampleMapping() {}

    /** A copy, with nothing changed. */
    static ObjectNode asItIs() {
        return CatalogFile.readUsage(FOLDER.resolve("mapping.yaml")).deepCopy();
    }

    /** As mappings were before runs could be told apart by when they were submitted. */
    static ObjectNode ofRunsByStart() {
        ObjectNode section = asItIs();
        section.withObjectProperty("sacct").remove("run");
        return section;
    }

    /** What a file {@code sacct.txt} of this text says by a mapping. */
    static ReadEvents read(Path folder, String text, ObjectNode section) throws IOException {
        Path file = Files.writeString(folder.resolve("sacct.txt"), text);
        return ReadEvents.of(new SacctFile(file, SacctRules.of("mapping.yaml", section)));
    }
}
