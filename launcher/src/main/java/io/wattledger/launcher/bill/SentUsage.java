package io.wattledger.launcher.bill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which usage files were sent to the end on a data directory, by fingerprint. It only saves work: a file that is not
 * listed is sent, and what metering knows already is a duplicate there.
 */
final class SentUsage {

    private final Path journal;
    private final Set<String> fingerprints;

    private SentUsage(Path journal, Set<String> fingerprints) {
        this.journal = journal;
        this.fingerprints = fingerprints;
    }

    static SentUsage in(Path data) {
        Path journal = data.resolve("sent-usage.txt");
        try {
            return new SentUsage(
                    journal, Files.exists(journal) ? new TreeSet<>(Files.readAllLines(journal)) : new TreeSet<>());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean contains(String fingerprint) {
        return fingerprints.contains(fingerprint);
    }

    void add(String fingerprint) {
        try {
            Files.writeString(
                    journal,
                    fingerprint + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        fingerprints.add(fingerprint);
    }
}
