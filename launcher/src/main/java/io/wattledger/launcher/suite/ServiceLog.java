package io.wattledger.launcher.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a process has written since it was started, in words for people. Its log is kept over many starts.
 *
 * @param file where it writes
 * @param from how long the file was when it was started
 */
record ServiceLog(Path file, long from) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int LINES = 15;
    private static final int MOST_BYTES = 1 << 20;

    /** What Quarkus writes before the settings that it cannot read, each on a line of its own. */
    private static final String WRONG_SETTINGS = "Configuration validation failed:";

    /** What a service throws that must not start as things are. */
    private static final String CANNOT_START = "io.wattledger.chassis.ops.CannotStart";

    /** The log of what is about to be started. */
    static ServiceLog beginningNow(Path file) {
        try {
            return new ServiceLog(file, Files.exists(file) ? Files.size(file) : 0);
        } catch (IOException e) {
            return new ServiceLog(file, 0);
        }
    }

    /** Why it would end in the same way if it were started again; empty where that is not certain. */
    Optional<String> reasonToStay() {
        List<String> lines = lines();
        int settings = lines.indexOf(WRONG_SETTINGS);
        if (settings >= 0) {
            return Optional.of(lines.stream()
                    .skip(settings + 1L)
                    .takeWhile(line -> line.startsWith("\t"))
                    .map(line -> "wrong setting: "
                            + line.strip()
                                    .replaceFirst("^[\\w.]+Exception: ", "")
                                    .replaceFirst("^SRCFG\\d+: ", ""))
                    .reduce((one, other) -> one + System.lineSeparator() + other)
                    .orElse(WRONG_SETTINGS));
        }
        return lines.stream()
                .filter(line -> line.contains(CANNOT_START))
                .findFirst()
                .flatMap(ServiceLog::read)
                .flatMap(line -> causes(line).stream()
                        .filter(cause ->
                                CANNOT_START.equals(cause.path("exceptionType").asText()))
                        .findFirst())
                .map(cause -> cause.path("message").asText());
    }

    /** The last lines, for a message. */
    String end() {
        List<String> lines = lines();
        if (lines.isEmpty()) {
            return "It wrote nothing to " + file;
        }
        return "The end of " + file + ":" + System.lineSeparator()
                + lines.stream()
                        .skip(Math.max(0, lines.size() - LINES))
                        .map(line -> read(line).map(ServiceLog::inWords).orElse(line))
                        .reduce((one, other) -> one + System.lineSeparator() + other)
                        .orElseThrow();
    }

    private List<String> lines() {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(Math.min(from, log.length()), log.length() - MOST_BYTES);
            byte[] bytes = new byte[Math.toIntExact(log.length() - start)];
            log.seek(start);
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<JsonNode> read(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(line)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String inWords(JsonNode line) {
        var words = new StringBuilder(line.path("timestamp").asText())
                .append(' ')
                .append(line.path("level").asText())
                .append(' ')
                .append(line.path("message").asText());
        causes(line)
                .forEach(cause -> words.append(System.lineSeparator())
                        .append("  ")
                        .append(cause.path("exceptionType").asText())
                        .append(": ")
                        .append(cause.path("message").asText()));
        return words.toString();
    }

    /** The exception of a line and what caused it, outermost first. */
    private static List<JsonNode> causes(JsonNode line) {
        List<JsonNode> causes = new ArrayList<>();
        for (JsonNode one = line.path("exception");
                one.isObject();
                one = one.path("causedBy").path("exception")) {
            causes.add(one);
        }
        return causes;
    }
}
