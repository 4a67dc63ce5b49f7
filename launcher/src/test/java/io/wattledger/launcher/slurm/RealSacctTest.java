package io.wattledger.launcher.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import io.wattledger.contracts.event.AllocationStarted;
import io.wattledger.launcher.usage.UsageInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Slurm printed; skipped where the files are not beside the project. */
class RealSacctTest {

    private static final Path USAGE = Path.of(System.getProperty("wattledger.root"), "../shared/data/usage");
    private static final int MILLI = 1_000;

    @BeforeAll
    static void filesAreThere() {
        assumeTrue(Files.isDirectory(USAGE), "no real accounting at " + USAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "end-minus-start, start,  gpu_seconds_end_minus_start",
        "end-minus-start, submit, gpu_seconds_end_minus_start",
        "elapsed-raw,     start,  gpu_seconds_elapsedraw",
        "elapsed-raw,     submit, gpu_seconds_elapsedraw"
    })
    void comesToTheTotalsPerAccountUserAndGpuType(String convention, String run, String column) throws IOException {
        ReadEvents read = ReadEvents.of(new SacctFile(USAGE.resolve("sacct-real-later.txt"), rules(convention, run)));

        assertThat(read.refused).isEmpty();
        assertThat(totals(read, (tenant, start) -> tenant)).isEqualTo(expected("account", column));
        assertThat(totals(read, (tenant, start) -> String.valueOf(start.project())))
                .isEqualTo(expected("user", column));
        assertThat(totals(read, (tenant, start) -> String.valueOf(start.sku())))
                .isEqualTo(expected("gpu_type", column));
        assertThat(read.skipped).isEqualTo(Map.of("jobs that never started", 1, "jobs without GPU", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "submit"})
    void saysTheSameInEveryExport(String run) throws IOException {
        SacctRules rules = rules("end-minus-start", run);
        Map<String, String> later = read(new SacctFile(USAGE.resolve("sacct-real-later.txt"), rules));
        Map<String, String> json = read(new SacctJson(USAGE.resolve("sacct-real.json"), rules));
        Map<String, String> steps = read(new SacctFile(USAGE.resolve("sacct-real-with-steps.txt"), rules));

        assertThat(later).containsAllEntriesOf(read(new SacctFile(USAGE.resolve("sacct-real.txt"), rules)));
        // A job whose name has bars is in these exports and not in the others, in one of them without Submit.
        Map<String, String> bars = new TreeMap<>(json);
        bars.keySet().removeIf(id -> !id.startsWith("fakegpu/19/"));
        if (run.equals("start")) {
            assertThat(bars)
                    .isEqualTo(read(new SacctFile(USAGE.resolve("sacct-real-pipe-in-jobname.txt"), userRules())));
        }
        later.putAll(bars);
        assertThat(later).containsAllEntriesOf(json).containsAllEntriesOf(steps);
        assertThat(json).hasSize(steps.size());
        assertThat(later)
                .containsAllEntriesOf(read(new SacctFile(USAGE.resolve("sacct-real-no-duplicates.txt"), rules)));
    }

    private static Map<String, String> read(UsageInput file) {
        ReadEvents read = ReadEvents.of(file);
        assertThat(read.refused).isEmpty();
        return read.dataById();
    }

    private static Map<String, Long> totals(ReadEvents read, BiFunction<String, AllocationStarted, String> key) {
        Map<String, Long> seconds = new TreeMap<>();
        read.milliGpuSeconds(key).forEach((name, milli) -> seconds.put(name, milli / MILLI));
        return seconds;
    }

    private static Map<String, Long> expected(String dimension, String column) throws IOException {
        Map<String, Long> seconds = new TreeMap<>();
        try (var rows = CsvReader.builder().ofNamedCsvRecord(USAGE.resolve("sacct-real-totals.csv"))) {
            rows.stream()
                    .filter(row -> row.getField("dimension").equals(dimension))
                    .forEach(row -> seconds.put(row.getField("key"), Long.valueOf(row.getField(column))));
        }
        assertThat(seconds).isNotEmpty();
        return seconds;
    }

    private static SacctRules rules(String convention, String run) throws IOException {
        return SacctRules.of("mapping", section("""
                {"source": "//test", "defaults": {"site": "here"}, "skuByGpuType": {"h100": "h100", "a100": "a100"},
                 "sacct": {"timeZone": "UTC", "convention": "%s", "run": "%s", "freeText": "trusted",
                           "project": {"from": "User"},
                           "tenant": {"from": "Account", "values": {"prod": "prod", "research": "research"}}}}
                """.formatted(convention, run)));
    }

    /** For the file that has neither account nor cluster. */
    private static SacctRules userRules() throws IOException {
        return SacctRules.of("mapping", section("""
                {"source": "//test", "defaults": {"site": "here"}, "skuByGpuType": {"h100": "h100"},
                 "sacct": {"timeZone": "UTC", "cluster": "fakegpu", "freeText": "trusted",
                           "project": {"from": "User"},
                           "tenant": {"from": "User", "values": {"games": "research"}}}}
                """));
    }

    private static JsonNode section(String json) throws IOException {
        return new ObjectMapper().readTree(json);
    }
}
