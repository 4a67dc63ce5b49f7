package io.wattledger.acceptance;

import static io.wattledger.acceptance.SuiteCommand.ROOT;
import static io.wattledger.acceptance.SuiteCommand.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import io.wattledger.acceptance.SuiteCommand.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounting of Slurm imported as a user does it: again, later, with mistakes in it, from elsewhere. */
@ResourceLock(SuiteCommand.PORTS)
class ImportTest {

    private static final Path SLURM = ROOT.resolve("samples/slurm");
    private static final Path MAPPING = SLURM.resolve("mapping.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MILLI = 1_000;

    @TempDir
    static Path folder;

    private static SuiteCommand suite;
    private static MeteringView metering;

    @BeforeAll
    static void up() throws IOException {
        suite = new SuiteCommand(folder.resolve("data"));
        Outcome outcome = suite.run("up");
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        outcome = suite.run("apply", ROOT.resolve("samples/first-month/catalog.yaml"));
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        metering = new MeteringView(suite);
    }

    @AfterAll
    static void down() {
        suite.run("down");
    }

    @Test
    void importsASnapshotTwiceAndThenALaterOne() throws Exception {
        JsonNode first = imported(SLURM.resolve("sacct.txt"), MAPPING).get("events");
        JsonNode again = imported(SLURM.resolve("sacct.txt"), MAPPING).get("events");
        assertThat(suite.kill("metering")).isTrue();
        JsonNode later = imported(SLURM.resolve("sacct-later.txt"), MAPPING).get("events");

        assertThat(first.get("metered")).isEqualTo(first.get("sent"));
        assertThat(again.get("duplicate")).isEqualTo(first.get("sent"));
        assertThat(later.get("metered").asInt()).isEqualTo(3);
        assertThat(later.get("duplicate")).isEqualTo(first.get("sent"));
        metering = new MeteringView(suite);
        assertThat(usage("2026-10-02", "2026-11-05"))
                .containsAllEntriesOf(Map.of(
                        "fjordmodell h100-sxm", 364_572_000L,
                        "fjordmodell h200-sxm", 14_400_000L,
                        "havvik-kommune h100-sxm", 116_011_000L,
                        "havvik-kommune h200-sxm", 693_000_000L));
    }

    @ParameterizedTest
    @CsvSource({
        "Account, account,  end-minus-start, gpu_seconds_end_minus_start",
        "Account, account,  elapsed-raw,     gpu_seconds_elapsedraw",
        "User,    user,     end-minus-start, gpu_seconds_end_minus_start",
        "User,    user,     elapsed-raw,     gpu_seconds_elapsedraw"
    })
    void comesToTheTotalsOfARealCluster(String column, String dimension, String convention, String totals)
            throws Exception {
        Path files = SHARED.resolve("data/usage");
        assumeTrue(Files.isDirectory(files), "no real accounting at " + files);
        String prefix = dimension + "-" + convention + "-";
        Path mapping = folder.resolve(prefix + "mapping.yaml");
        Files.writeString(mapping, """
                source: //test.example/%1$s
                defaults: { site: glomfjord }
                skuByGpuType: { h100: h100-sxm, a100: h200-sxm }
                sacct:
                  timeZone: UTC
                  convention: %2$s
                  freeText: trusted
                  tenant:
                    from: %3$s
                    values: { research: %1$sresearch, prod: %1$sprod, games: %1$sgames, mail: %1$smail,
                              root: %1$sroot, www-data: %1$swww-data }
                """.formatted(prefix, convention, column));

        JsonNode first = imported(files.resolve("sacct-real.txt"), mapping).get("events");
        JsonNode again = imported(files.resolve("sacct-real.txt"), mapping).get("events");
        JsonNode later =
                imported(files.resolve("sacct-real-later.txt"), mapping).get("events");

        assertThat(first.get("metered").asInt()).isEqualTo(39);
        assertThat(again.get("metered").asInt()).isZero();
        assertThat(again.get("duplicate").asInt()).isEqualTo(39);
        assertThat(later.get("metered").asInt()).isEqualTo(1);
        Map<String, Long> byTenant = new TreeMap<>();
        Map<String, Long> byGpuType = new TreeMap<>();
        usage("2026-11-22", "2026-11-23").forEach((key, milli) -> {
            if (key.startsWith(prefix)) {
                String[] tenantAndSku = key.substring(prefix.length()).split(" ");
                byTenant.merge(tenantAndSku[0], milli / MILLI, Long::sum);
                byGpuType.merge(tenantAndSku[1].equals("h100-sxm") ? "h100" : "a100", milli / MILLI, Long::sum);
            }
        });
        assertThat(byTenant).isEqualTo(expected(files, dimension, totals));
        assertThat(byGpuType).isEqualTo(expected(files, "gpu_type", totals));
    }

    @Test
    void namesWhatItCannotReadAndGoesOn() throws IOException {
        Path file = folder.resolve("mixed.txt");
        Files.writeString(file, """
                JobIDRaw|Cluster|Account|User|Partition|Submit|Start|End|AllocTRES
                9001|alps|havvik|dag|h100|2026-10-01T10:00:00|2026-10-01T10:00:00|2026-10-01T11:00:00|gres/gpu:h100=1,gres/gpu=1
                9002|alps|strangers|dag|h100|2026-10-01T10:00:00|2026-10-01T10:00:00|2026-10-01T11:00:00|gres/gpu:h100=1,gres/gpu=1
                9003|alps|havvik|dag|h100|2026-10-01T10:00:00|2026-10-01T10:00:00|2026-10-01T11:00:00|gres/gpu:b300=1,gres/gpu=1
                9004|alps|havvik|dag|h100|2096-10-01T10:00:00|2096-10-01T10:00:00|2096-10-01T11:00:00|gres/gpu:h100=1,gres/gpu=1
                """);

        Outcome outcome = suite.run("import", file, "--mapping", MAPPING);

        assertThat(outcome.exitCode()).as(outcome.errors()).isEqualTo(4);
        assertThat(outcome.output())
                .contains("4 sent = 2 metered + 0 duplicate + 0 conflicting + 2 refused")
                .contains("mixed.txt:3: Account: 'strangers' is not among the values of usage.sacct.tenant")
                .contains("mixed.txt:4: AllocTRES: 'b300' is a GPU type that usage.skuByGpuType does not list")
                .contains("mixed.txt:5: in-the-future: havvik-kommune, event alps/9004/");
    }

    /** Its start is rewritten once the nodes run. Under another name the first one would be metered for ever. */
    @Test
    void endsAJobWhoseNodesHadToBePoweredUp() throws Exception {
        String job = "9301|alps|havvik|dag|h100|2026-10-01T09:59:00|%s|%s|gres/gpu:h100=8\n";
        String[][] exports = {
            {"2026-10-01T10:00:00", "Unknown"},
            {"2026-10-01T10:06:00", "Unknown"},
            {"2026-10-01T10:06:00", "2026-10-01T12:00:00"}
        };
        Path mapping = Files.writeString(
                folder.resolve("powered-up.yaml"),
                Files.readString(MAPPING).replace("havvik: havvik-kommune", "havvik: powered-up"));
        for (String[] export : exports) {
            Path file = folder.resolve("powered-up.txt");
            Files.writeString(
                    file,
                    "JobIDRaw|Cluster|Account|User|Partition|Submit|Start|End|AllocTRES\n"
                            + job.formatted((Object[]) export));
            Outcome outcome = suite.run("import", file, "--mapping", mapping);
            assertThat(outcome.exitCode())
                    .as(outcome.output() + outcome.errors())
                    .isZero();
        }

        assertThat(usage("2026-10-01", "2026-10-02")).containsEntry("powered-up h100-sxm", 8L * 2 * 3600 * MILLI);
        assertThat(metering.get("/api/v1/allocations?state=open&limit=1000").get("items"))
                .noneMatch(allocation -> allocation.get("tenant").asText().equals("powered-up"));
    }

    @Test
    void showsAnotherReadingOfTheSameJobAsAConflict() throws IOException {
        Path file = folder.resolve("suspended.txt");
        Files.writeString(file, """
                JobIDRaw|Cluster|Account|User|Submit|Start|End|ElapsedRaw|Suspended|AllocTRES|Partition
                9101|alps|havvik|dag|2026-10-01T10:00:00|2026-10-01T10:00:00|2026-10-01T11:00:00|3000|10:00|gres/gpu:h100=1|h100
                """);

        assertThat(imported(file, MAPPING).at("/events/metered").asInt()).isEqualTo(2);
        Outcome other = suite.run("import", file, "--mapping", MAPPING, "--convention", "elapsed-raw");

        assertThat(other.exitCode()).as(other.errors()).isEqualTo(4);
        assertThat(other.output())
                .contains("2 sent = 0 metered + 1 duplicate + 1 conflicting + 0 refused")
                .contains(
                        "suspended.txt:2: conflicting-event: havvik-kommune, event alps/9101/1790841600/gpu:h100/stop");
    }

    @Test
    void sendsElsewhereWithTheTokensItHas() throws IOException {
        Path token = folder.resolve("token");
        Files.writeString(
                token, suite.run("token", "collector", "elsewhere").output().strip());
        Path file = folder.resolve("elsewhere.txt");
        Files.writeString(file, """
                JobIDRaw|Cluster|Account|User|Partition|Submit|Start|End|AllocTRES
                9201|alps|havvik|dag|h100|2026-10-01T10:00:00|2026-10-01T10:00:00|2026-10-01T11:00:00|gres/gpu:h100=1
                """);

        Outcome others =
                suite.run("import", file, "--mapping", MAPPING, "--url", metering.address(), "--token-file", token);
        Outcome own = suite.run(
                "import",
                file,
                "--mapping",
                MAPPING,
                "--url",
                metering.address(),
                "--token-file",
                token,
                "--tenant",
                "elsewhere");

        assertThat(others.exitCode()).as(others.errors()).isEqualTo(4);
        assertThat(others.output()).contains("tenant: 'havvik-kommune' is not a tenant of the tokens given");
        assertThat(own.exitCode()).as(own.errors()).isZero();
        assertThat(own.output()).contains("2 sent = 2 metered");
    }

    @Test
    void printsWhatItWouldSendAndSendsNothing() throws Exception {
        JsonNode before = metering.get("/api/v1/balance");

        Outcome outcome = suite.run("import", SLURM.resolve("sacct.txt"), "--mapping", MAPPING, "--dry-run");

        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(outcome.output().lines())
                .allSatisfy(line ->
                        assertThat(JSON.readTree(line).get("specversion")).isNotNull());
        assertThat(outcome.errors()).contains("passed over: job steps 3");
        assertThat(metering.get("/api/v1/balance").get("events")).isEqualTo(before.get("events"));
    }

    private static JsonNode imported(Path file, Path mapping) throws IOException {
        Outcome outcome = suite.run("import", file, "--mapping", mapping, "-o", "json");
        assertThat(outcome.exitCode()).as(outcome.output() + outcome.errors()).isZero();
        return JSON.readTree(outcome.output());
    }

    private static Map<String, Long> usage(String from, String to) throws IOException, InterruptedException {
        return metering.milliGpuSeconds(
                from,
                to,
                row -> row.get("tenant").asText() + " " + row.get("sku").asText());
    }

    private static Map<String, Long> expected(Path files, String dimension, String column) throws IOException {
        Map<String, Long> seconds = new TreeMap<>();
        try (var rows = CsvReader.builder().ofNamedCsvRecord(files.resolve("sacct-real-totals.csv"))) {
            rows.stream()
                    .filter(row -> row.getField("dimension").equals(dimension))
                    .forEach(row -> seconds.put(row.getField("key"), Long.valueOf(row.getField(column))));
        }
        return seconds;
    }
}
