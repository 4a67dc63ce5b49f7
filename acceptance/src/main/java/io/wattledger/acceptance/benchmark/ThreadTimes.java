package io.wattledger.acceptance.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Processor time that the machine under a Java process spends on itself, as the kernel counts it for its threads.
 *
 * @param compilingMicros making machine code of what runs often; most of it at the beginning
 * @param collectingMicros of the thread that stops the others to collect garbage, with the serial collector all of it
 */
record ThreadTimes(long compilingMicros, long collectingMicros) {

    /** The kernel cuts names of threads to fifteen characters. */
    private static final Set<String> COMPILERS = Set.of("C1 CompilerThre", "C2 CompilerThre");

    private static final String COLLECTOR = "VM Thread";

    private static final int USER = 11;
    private static final long MICROS_PER_TICK = 10_000;

    /** The times of a process until now. */
    static ThreadTimes of(ProcessHandle process) throws IOException {
        List<Path> threads;
        try (Stream<Path> listed = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            threads = listed.toList();
        }
        long compiling = 0;
        long collecting = 0;
        for (Path thread : threads) {
            String stat = stat(thread);
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            if (COMPILERS.contains(name)) {
                compiling += micros(stat);
            } else if (COLLECTOR.equals(name)) {
                collecting += micros(stat);
            }
        }
        return new ThreadTimes(compiling, collecting);
    }

    private static long micros(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1])) * MICROS_PER_TICK;
    }

    private static String stat(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (NoSuchFileException e) {
            // It has ended since it was listed; those that are counted live as long as the process.
            return "0 () ";
        }
    }

    /** What was spent since {@code earlier}. */
    ThreadTimes since(ThreadTimes earlier) {
        return new ThreadTimes(compilingMicros - earlier.compilingMicros, collectingMicros - earlier.collectingMicros);
    }
}
