package io.wattledger.metering.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folds real clusters' jobs and compares with totals that were counted by other programs. */
class RealUsageTest {

    private static final Path USAGE = Path.of(System.getProperty("wattledger.root"), "../shared/data/usage");
    private static final long THOUSAND = 1000;

    @ParameterizedTest
    @ValueSource(strings = {"dev-sample", "rich-sample"})
    void agreesWithTheTotalsToTheSecond(String sample) throws IOException {
        Path jobs = USAGE.resolve(sample + ".csv.gz");
        assumeTrue(Files.exists(jobs), () -> "no sample at " + jobs);

        SlotFold fold = new SlotFold();
        try (Reader text =
                        new InputStreamReader(new GZIPInputStream(Files.newInputStream(jobs)), StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(text)) {
            rows.forEach(row -> add(fold, row));
        }

        assertThat(milliGpuSecondsByTenantDay(fold)).isEqualTo(expected(sample));
    }

    private static void add(SlotFold fold, NamedCsvRecord job) {
        UsageKey key = new UsageKey(job.getField("tenant"), UsageKey.NO_PROJECT, "site", "sku");
        Interval interval = new Interval(
                Instant.ofEpochSecond(Long.parseLong(job.getField("start_epoch_s"))),
                Instant.ofEpochSecond(Long.parseLong(job.getField("end_epoch_s"))));
        fold.add(key, new IntervalCut(Long.parseLong(job.getField("gpu_count")) * THOUSAND, interval, null));
    }

    private static Map<String, Long> milliGpuSecondsByTenantDay(SlotFold fold) {
        Map<String, Long> totals = new TreeMap<>();
        for (SlotDelta delta : fold.deltas()) {
            LocalDate day = LocalDate.ofInstant(delta.slot().start(), ZoneOffset.UTC);
            totals.merge(delta.key().tenant() + " " + day, delta.figures().milliGpuSeconds(), Long::sum);
        }
        return totals;
    }

    private static Map<String, Long> expected(String sample) throws IOException {
        Map<String, Long> totals = new TreeMap<>();
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(USAGE.resolve(sample + "-tenant-day-totals.csv"))) {
            rows.forEach(row -> {
                long seconds = Long.parseLong(row.getField("gpu_seconds"));
                if (seconds > 0) {
                    totals.put(row.getField("tenant") + " " + row.getField("day_utc"), seconds * THOUSAND);
                }
            });
        }
        return totals;
    }
}
