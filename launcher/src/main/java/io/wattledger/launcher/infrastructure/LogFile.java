package io.wattledger.launcher.infrastructure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Where a process of the infrastructure writes its log. */
final class LogFile {

    private LogFile() {}

    /** Sends the log of this process to {@code file}, which turns over when it is full, and nowhere else. */
    static void logTo(Path file) throws IOException {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tLZ %4$s %3$s %5$s%6$s%n");
        Logger root = Logger.getLogger("");
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        var handler = new FileHandler(file.toString(), 16 << 20, 2, true);
        handler.setFormatter(new SimpleFormatter());
        root.addHandler(handler);
        // Kafka tells every setting at INFO; what matters is louder.
        root.setLevel(Level.WARNING);
        Logger.getLogger("io.wattledger").setLevel(Level.INFO);
    }
}
