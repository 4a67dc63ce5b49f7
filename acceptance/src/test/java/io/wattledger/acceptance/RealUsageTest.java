package io.wattledger.acceptance;

import static io.wattledger.acceptance.SuiteCommand.ROOT;
import static io.wattledger.acceptance.SuiteCommand.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import io.wattledger.acceptance.SuiteCommand.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Real jobs of real clusters, billed to the second; skipped where the data is not beside the project. */
@ResourceLock(SuiteCommand.PORTS)
class RealUsageTest {

    private static final Path USAGE = SHARED.resolve("data/usage");

    @TempDir
    Path folder;

    @BeforeAll
    static void dataIsThere() {
        assumeTrue(Files.isDirectory(USAGE), "no real usage at " + USAGE);
    }

    @Test
    void billsPhillysEightyThousandJobsTheSameHoweverTheyArrive() throws IOException {
        Path prices = SHARED.resolve("data/energy/gb/gb_ssp_utc_2017-01-01..2018-12-31_gbp_per_mwh.csv");
        Path twice = folder.resolve("twice.csv");
        writeTwiceShuffled(USAGE.resolve("dev-sample.csv.gz"), twice);

        Books plain = bill("philly", USAGE.resolve("dev-sample.csv.gz"), prices, "2017-09..2018-02", "2018-03-01");
        Books again = bill("philly", twice, prices, "2017-09..2018-02", "2018-03-01");

        assertThat(plain.gpuSeconds()).isEqualTo(3_521_082_502L);
        assertThat(plain.gpuSecondsByTenantDay()).isEqualTo(tenantDays("dev-sample-tenant-day-totals.csv"));
        assertThat(plain.summary().at("/balance/events/metered").asInt()).isEqualTo(82_247);
        assertThat(again.summary().at("/balance/events/received").asInt()).isEqualTo(2 * 82_247);
        assertThat(again.summary().at("/balance/events/duplicate").asInt()).isEqualTo(82_247);
        assertThat(again.contents()).isEqualTo(plain.contents());
    }

    @Test
    void billsAlexsThreeGpuTypes() throws IOException {
        Path prices = ROOT.resolve("samples/alex/gb-2023-02.csv");

        Books books = bill("alex", USAGE.resolve("rich-sample.csv.gz"), prices, "2023-02", "2023-03-01");

        assertThat(books.gpuSeconds()).isEqualTo(14_328_134L);
        assertThat(books.gpuSecondsByTenantDay()).isEqualTo(tenantDays("rich-sample-tenant-day-totals.csv"));
        assertThat(books.summary().at("/usage/bySku")).hasSize(3);
    }

    private Books bill(String sample, Path usage, Path prices, String periods, String issueDate) throws IOException {
        Path run = Files.createTempDirectory(folder, sample);
        Path out = Files.createDirectories(run.resolve("out"));
        SuiteCommand suite = new SuiteCommand(run.resolve("data"));
        try {
            Outcome outcome = suite.run(
                    "bill",
                    "--catalog",
                    ROOT.resolve("samples/" + sample + "/catalog.yaml"),
                    "--usage",
                    usage,
                    "--prices",
                    prices,
                    "--period",
                    periods,
                    "--issue-date",
                    issueDate,
                    "--out",
                    out);
            assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        } finally {
            suite.run("down");
        }
        Books books = new Books(out);
        assertThat(books.summary().at("/balance/differences"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.asLong()).isZero());
        return books;
    }

    private static Map<String, Long> tenantDays(String file) throws IOException {
        Map<String, Long> seconds = new TreeMap<>();
        try (var rows = CsvReader.builder().ofNamedCsvRecord(USAGE.resolve(file))) {
            rows.forEach(row -> seconds.put(
                    row.getField("tenant") + " " + row.getField("day_utc"),
                    Long.parseLong(row.getField("gpu_seconds"))));
        }
        return seconds;
    }

    private static void writeTwiceShuffled(Path gzip, Path to) throws IOException {
        List<String> lines;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8))) {
            lines = reader.lines().toList();
        }
        List<String> all = new ArrayList<>(lines.subList(0, 1));
        all.addAll(GeneratedUsage.twiceShuffled(lines.subList(1, lines.size())));
        Files.write(to, all);
    }
}
