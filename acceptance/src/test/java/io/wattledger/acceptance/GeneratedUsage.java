package io.wattledger.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Jobs of one month that cross hours, days and the night of the clock change, with what they add up to, computed here
 * by walking over days and not by any code of the suite.
 */
final class GeneratedUsage {

    private static final String HEADER = "job_id,tenant,project,gpu_type,gpu_count,start_epoch_s,end_epoch_s,node,site";
    private static final long FIRST = Instant.parse("2026-09-30T23:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("2026-10-31T22:00:00Z").getEpochSecond();

    private final List<String> rows = new ArrayList<>();
    private final Map<String, Long> gpuSecondsByTenantDay = new TreeMap<>();
    private long gpuSeconds;

    /**
     * Makes jobs.
     *
     * @param jobs how many
     * @param seed the same seed makes the same jobs
     * @param customers {@code tenant,site,gpu_type} of those who run them
     */
    GeneratedUsage(int jobs, long seed, List<String> customers) {
        Random random = new Random(seed);
        for (int job = 0; job < jobs; job++) {
            String[] customer = customers.get(random.nextInt(customers.size())).split(",", -1);
            long start = FIRST + random.nextLong(LAST - FIRST - 1);
            long end = Math.min(LAST, start + 1 + random.nextLong(job % 10 == 0 ? 200_000 : 9_000));
            int gpus = 1 + random.nextInt(8);
            rows.add(String.join(
                    ",",
                    "job-" + job,
                    customer[0],
                    "project-" + random.nextInt(2),
                    customer[2],
                    String.valueOf(gpus),
                    String.valueOf(start),
                    String.valueOf(end),
                    "node-" + random.nextInt(100),
                    customer[1]));
            add(customer[0], start, end, gpus);
        }
    }

    private void add(String tenant, long start, long end, int gpus) {
        for (long from = start; from < end; ) {
            LocalDate day = Instant.ofEpochSecond(from).atOffset(ZoneOffset.UTC).toLocalDate();
            long midnight = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
            long to = Math.min(end, midnight);
            gpuSecondsByTenantDay.merge(tenant + " " + day, (to - from) * gpus, Long::sum);
            gpuSeconds += (to - from) * gpus;
            from = to;
        }
    }

    /** All GPU-seconds. */
    long gpuSeconds() {
        return gpuSeconds;
    }

    /** How many jobs there are. */
    int jobs() {
        return rows.size();
    }

    /** GPU-seconds under {@code "tenant day"}, days in UTC. */
    Map<String, Long> gpuSecondsByTenantDay() {
        return gpuSecondsByTenantDay;
    }

    /** Writes every job once, in order. */
    Path writeTo(Path file) throws IOException {
        return write(file, rows);
    }

    /** Writes every job twice, in disorder. */
    Path writeTwiceShuffledTo(Path file) throws IOException {
        return write(file, twiceShuffled(rows));
    }

    /** Every line twice, in disorder. */
    static List<String> twiceShuffled(List<String> lines) {
        List<String> twice = new ArrayList<>(lines);
        twice.addAll(lines);
        Collections.shuffle(twice, new Random(1));
        return twice;
    }

    private static Path write(Path file, List<String> lines) throws IOException {
        List<String> all = new ArrayList<>();
        all.add(HEADER);
        all.addAll(lines);
        return Files.write(file, all);
    }
}
