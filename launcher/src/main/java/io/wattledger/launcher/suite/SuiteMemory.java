package io.wattledger.launcher.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Resident memory of the suite's processes. Memory that several processes share is counted once, by the share that Linux
 * gives each (PSS); where that cannot be read, there is no figure.
 */
public final class SuiteMemory {

    private SuiteMemory() {}

    /** Bytes by process: the services, Kafka with the launcher's infrastructure, and PostgreSQL with all its children. */
    public static Map<String, Long> of(SuiteState state, Layout layout) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        put(bytes, "kafka", state.infrastructure().handle());
        put(bytes, "postgresql", postmaster(layout));
        for (RunningProcess service : state.services()) {
            put(bytes, service.name(), service.handle());
        }
        return bytes;
    }

    private static void put(Map<String, Long> bytes, String name, Optional<ProcessHandle> process) {
        if (process.isEmpty()) {
            return;
        }
        List<ProcessHandle> family = new ArrayList<>();
        family.add(process.get());
        if (name.equals("postgresql")) {
            process.get().descendants().forEach(family::add);
        }
        long sum = 0;
        for (ProcessHandle member : family) {
            OptionalLong share = proportionalShare(member.pid());
            if (share.isEmpty()) {
                return;
            }
            sum += share.getAsLong();
        }
        bytes.put(name, sum);
    }

    private static OptionalLong proportionalShare(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }

    private static Optional<ProcessHandle> postmaster(Layout layout) {
        try {
            List<String> lines = Files.readAllLines(layout.data().resolve("postgres/postmaster.pid"));
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
