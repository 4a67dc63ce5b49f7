package io.wattledger.acceptance.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongFunction;

/**
 * Processor time, user and system, of the processes of a run in milliseconds, as Linux counts it; of PostgreSQL with all
 * processes it has started, those included that have ended.
 *
 * @param millis by name of the process
 */
record ProcessTimes(Map<String, Long> millis) {

    /** Linux shows times in hundredths of a second. */
    private static final long MILLIS_PER_TICK = 10;

    private static final long MICROS_PER_MILLI = 1_000;

    private static final int USER = 11;
    private static final int CHILDREN_SYSTEM = 14;

    /** The times until now of processes given by name, each with all its living children where that is asked for. */
    static ProcessTimes of(Map<String, ProcessHandle> alone, Map<String, ProcessHandle> withChildren)
            throws IOException {
        Map<String, Long> millis = new LinkedHashMap<>();
        for (Map.Entry<String, ProcessHandle> one : alone.entrySet()) {
            millis.put(one.getKey(), millis(one.getValue(), USER + 1));
        }
        for (Map.Entry<String, ProcessHandle> family : withChildren.entrySet()) {
            long sum = millis(family.getValue(), CHILDREN_SYSTEM);
            for (ProcessHandle child : family.getValue().descendants().toList()) {
                sum += millis(child, USER + 1);
            }
            millis.put(family.getKey(), sum);
        }
        return new ProcessTimes(millis);
    }

    private static long millis(ProcessHandle process, int last) throws IOException {
        Path file = Path.of("/proc/" + process.pid() + "/stat");
        if (!Files.exists(file)) {
            return 0;
        }
        String stat = Files.readString(file);
        // The name of the process may hold blanks; the numbers begin after it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = USER; i <= last; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * MILLIS_PER_TICK;
    }

    /** What was spent since {@code earlier}, in microseconds for each of so many events. */
    String perEvent(ProcessTimes earlier, long events) {
        return since(earlier).perEvent(events);
    }

    /** What was spent since {@code earlier}. */
    ProcessTimes since(ProcessTimes earlier) {
        Map<String, Long> spent = new LinkedHashMap<>();
        millis.forEach((name, now) -> spent.put(name, now - earlier.millis.getOrDefault(name, 0L)));
        return new ProcessTimes(spent);
    }

    /** Microseconds of one process. */
    long micros(String name) {
        return millis.getOrDefault(name, 0L) * MICROS_PER_MILLI;
    }

    /** In microseconds for each of so many events. */
    String perEvent(long events) {
        return each(millis -> tenths(millis * 10_000 / events));
    }

    /** As shares of one processor over a time. */
    String shares(Duration over) {
        return each(millis -> tenths(millis * 1_000 / over.toMillis()) + " %");
    }

    private String each(LongFunction<String> told) {
        StringJoiner text = new StringJoiner(", ");
        long sum = 0;
        for (Map.Entry<String, Long> one : millis.entrySet()) {
            sum += one.getValue();
            text.add(one.getKey() + " " + told.apply(one.getValue()));
        }
        return text + "; together " + told.apply(sum);
    }

    private static String tenths(long tenths) {
        return tenths / 10 + "." + tenths % 10;
    }
}
