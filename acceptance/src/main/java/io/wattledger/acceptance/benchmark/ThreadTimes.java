package io.wattledger.acceptance.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time that the machine under a Java process spends on itself, as the kernel counts it for its threads.
 *
 * @param compilingMicros making machine code of what runs often; most of it at the beginning
 * @param collectingMicros of the thread that stops the others to collect garbage, with the serial collector all of it
 */
record ThreadTimes(long compilingMicros, long collectingMicros) {

    /** The kernel cuts names of threads to fifteen characters. */
    private static final Map<String, Boolean> IS_COMPILER =
            Map.of("C1 CompilerThre", true, "C2 CompilerThre", true, "VM Thread", false);

    private static final int USER = 11;
    private static final long MICROS_PER_TICK = 10_000;

    /** The times of a process until now. */
    static ThreadTimes of(ProcessHandle process) throws IOException {
        Map<Boolean, Long> micros = new TreeMap<>(Map.of(true, 0L, false, 0L));
        List<Path> threads;
        try (Stream<Path> listed = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            threads = listed.toList();
        }
        for (Path thread : threads) {
            String stat = stat(thread);
            Boolean compiles = IS_COMPILER.get(name(stat));
            if (compiles != null) {
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1]);
                micros.merge(compiles, ticks * MICROS_PER_TICK, Long::sum);
            }
        }
        return new ThreadTimes(micros.get(true), micros.get(false));
    }

    private static String stat(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (NoSuchFileException e) {
            // It has ended since it was listed; those that are counted live as long as the process.
            return "0 () ";
        }
    }

    private static String name(String stat) {
        return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    }

    /** What was spent since {@code earlier}. */
    ThreadTimes since(ThreadTimes earlier) {
        return new ThreadTimes(compilingMicros - earlier.compilingMicros, collectingMicros - earlier.collectingMicros);
    }
}
