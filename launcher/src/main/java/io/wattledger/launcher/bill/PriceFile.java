package io.wattledger.launcher.bill;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.catalog.CatalogFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A price file with the way to read it.
 *
 * @param path where it lies
 * @param reading the entry of the catalog's {@code priceFiles} that matches its name
 */
record PriceFile(Path path, JsonNode reading) {

    /** Every file with the first entry that matches it; a file that none matches is a fault. */
    static List<PriceFile> of(CatalogFile catalog, List<Path> paths) {
        List<PriceFile> files = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Path path : paths) {
            String name = path.getFileName().toString();
            if (!Files.isReadable(path) || Files.isDirectory(path)) {
                faults.add(path + ": is not a file that can be read");
                continue;
            }
            catalog.priceFiles().stream()
                    .filter(entry -> matches(entry.path("match").asText(), name))
                    .findFirst()
                    .ifPresentOrElse(
                            entry -> files.add(new PriceFile(path, entry)),
                            () -> faults.add(path + ": no entry of priceFiles in " + catalog.at("/priceFiles")
                                    + " matches its name; add one that says how to read it"));
        }
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        return files;
    }

    static boolean matches(String pattern, String name) {
        var regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.matches(regex.toString(), name);
    }
}
