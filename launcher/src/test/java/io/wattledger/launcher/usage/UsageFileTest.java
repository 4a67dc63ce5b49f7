package io.wattledger.launcher.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.launcher.InputFault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageFileTest {

    private static final String HEADER = "job_id,tenant,project,gpu_type,gpu_count,start_epoch_s,end_epoch_s,node";
    private static final UsageRules RULES =
            rules(new UsageRules.Defaults(null, "default", "here", "gpu"), Map.of("h100", "h100-sxm"), Map.of());

    @TempDir
    Path directory;

    @Test
    void fillsInWhatTheCatalogSays() throws IOException {
        List<UsageRow> rows = read(HEADER + "\nj1,t1,,,8,1504521041,1506761235,\nj2,t2,p,h100,1,0,60,n1\n");

        assertThat(rows).extracting(UsageRow::id).containsExactly("j1", "j2");
        assertThat(rows.get(0).interval().project()).isEqualTo("default");
        assertThat(rows.get(0).interval().site()).isEqualTo("here");
        assertThat(rows.get(0).interval().sku()).isEqualTo("gpu");
        assertThat(rows.get(1).interval().sku()).isEqualTo("h100-sxm");
        assertThat(rows.get(1).interval().start()).hasToString("1970-01-01T00:00:00Z");
    }

    @Test
    void readsGzipWhateverTheNameSays() throws IOException {
        Path file = directory.resolve("usage.csv");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((HEADER + "\nj1,t1,,,8,1,2,\n").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(new UsageFile(file, RULES).readWhole(event -> {})).isEqualTo(1);
    }

    @Test
    void tellsTheGpusOfOneJobApart() throws IOException {
        List<UsageRow> rows = read(HEADER + ",gpu_pci_id\nj,t,,,1,1,2,n1,00:01\nj,t,,,1,1,2,n2,00:01\n");

        assertThat(rows).extracting(UsageRow::id).containsExactly("j/n1/00:01", "j/n2/00:01");
    }

    /** Of two nodes with a GPU at the same address, one would pass for the other's duplicate. */
    @Test
    void refusesAGpuWithoutItsNode() {
        assertThatThrownBy(() -> read(HEADER + ",gpu_pci_id\n17,t,,,1,1,2,,0000:07:00.0\n17,t,,,1,1,2,,0000:07:00.0\n"))
                .hasMessageContaining("usage.csv:2:9: gpu_pci_id: '0000:07:00.0' names a GPU without its node")
                .hasMessageContaining("usage.csv:3:9:");
    }

    @Test
    void leavesToMeteringWhatMakesNoSense() throws IOException {
        assertThat(read(HEADER + "\nj1,t1,,,-8,100,50,\n")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    j1,t1,,,eight,1,2,   | usage.csv:2:5: gpu_count: 'eight' is not a whole number
                    j1,t1,,,1.5,1,2,     | usage.csv:2:5: gpu_count: '1.5' is not a whole number
                    j1,t1,,,99999999999999999999,1,2, | usage.csv:2:5: gpu_count: '99999999999999999999' is not a whole number that 64 bits hold
                    j1,,,,1,1,2,         | usage.csv:2:2: tenant: is empty
                    j1,t1,,,1,,2,        | usage.csv:2:6: start_epoch_s: is empty
                    j1,t1,,,1,99999999999999999,2, | usage.csv:2:6: start_epoch_s: 99999999999999999 seconds
                    j1,t1,,,1,1          | usage.csv:2: has 6 fields, the first line has 8
                    """)
    void namesLineAndColumnOfWhatCannotBeRead(String row, String expected) {
        assertThatThrownBy(() -> read(HEADER + "\n" + row + "\n"))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining(expected);
    }

    /** What follows an open quote belongs to it, to the end of the file. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            j1,t1,,,8,1,2,n1;j2,t1,,,8,1,2,"n | 3
            j1,t1,,,8,1,2,"n1;j2,t1,,,8,1,2,n | 2
            j1,t1,,,8,1,"2                    | 2
            "                                 | 2
            """)
    void refusesAFileThatEndsInsideAQuote(String rows, int line) {
        assertThatThrownBy(() -> read(HEADER + "\n" + rows.replace(';', '\n')))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining("usage.csv:" + line + ": the file ends inside a quote that this row opens");
    }

    @Test
    void refusesAFileThatEndsInsideAQuoteOfItsHeader() {
        assertThatThrownBy(() -> read("job_id,\"tenant\nj1,t1\n")).hasMessageContaining("usage.csv:1: the file ends");
    }

    @Test
    void saysWhyAFileIsNoCsv() {
        assertThatThrownBy(() -> read(HEADER + "\nj1,t1,\"p\"q,,8,1,2,n1\n"))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining("is not CSV")
                .hasMessageContaining("line 2: Unexpected character after closing quote");
    }

    /** RFC 4180 leaves it open whether a line break ends the last row. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\n\n"})
    void readsTheLastRowHoweverItEnds(String end) throws IOException {
        assertThat(read(HEADER + "\nj1,t1,,,8,1,2,\"n\"\"1\"" + end))
                .extracting(row -> row.interval().node())
                .containsExactly("n\"1");
    }

    @Test
    void namesEveryFaultAtOnce() {
        assertThatThrownBy(() -> read(HEADER + "\nj1,t1,,,x,1,2,\nj2,t1,,,1,1,2,\nj3,,,,1,1,2,\n"))
                .hasMessageContaining(":2:5:")
                .hasMessageContaining(":4:2:");
    }

    @Test
    void namesUnknownAndMissingColumns() {
        assertThatThrownBy(() -> read("job_id,tenant,gpus,start_epoch_s,end_epoch_s\n"))
                .hasMessageContaining("usage.csv:1:3: unknown column 'gpus'")
                .hasMessageContaining("the column 'gpu_count' or 'gpu_thousandths' is missing");
    }

    @Test
    void wantsASkuFromSomewhere() throws IOException {
        Path file = file(HEADER + "\nj1,t1,,b200,1,1,2,\n");
        var rules = rules(new UsageRules.Defaults(null, null, "here", null), Map.of(), Map.of());

        assertThatThrownBy(() -> new UsageFile(file, rules).readWhole(event -> {}))
                .hasMessageContaining("usage.csv:2:4: gpu_type: 'b200' is not in the catalog's usage.skuByGpuType");
    }

    @Test
    void givesTheSameEventForTheSameRow() throws IOException {
        UsageRow row = read(HEADER + "\nj1,t1,p,h100,8,0,60,n1\n").getFirst();
        CloudEvent event =
                new UsageEvents(RULES.source()).reported("usage.csv", row).event();

        assertThat(event.getId()).isEqualTo("j1");
        assertThat(event.getType()).isEqualTo("io.wattledger.gpu.allocation.interval.v1");
        assertThat(event.getExtension("tenantid")).isEqualTo("t1");
        assertThat(event.getExtension("partitionkey")).isEqualTo("t1/p");
        assertThat(new String(event.getData().toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"project\":\"p\",\"site\":\"here\",\"sku\":\"h100-sxm\",\"gpuCount\":8,"
                        + "\"start\":\"1970-01-01T00:00:00Z\",\"end\":\"1970-01-01T00:01:00Z\","
                        + "\"job\":\"j1\",\"node\":\"n1\"}");
        assertThat(new UsageEvents(RULES.source()).reported("other.csv", row).event())
                .isEqualTo(event);
    }

    @Test
    void readsTheSharedSamples() {
        Path shared = Path.of(System.getProperty("wattledger.root"), "../shared/data/usage");
        Assumptions.assumeTrue(Files.isDirectory(shared), "the real usage files are not at hand");
        long[] gpuSeconds = {0};
        long[] rows = {0};

        new UsageFile(shared.resolve("dev-sample.csv.gz"), RULES)
                .rows(
                        row -> {
                            rows[0]++;
                            gpuSeconds[0] += row.interval().gpuCount()
                                    * (row.interval().end().getEpochSecond()
                                            - row.interval().start().getEpochSecond());
                        },
                        fault -> {
                            throw new AssertionError(fault);
                        });

        assertThat(rows[0]).isEqualTo(82_247);
        assertThat(gpuSeconds[0]).isEqualTo(3_521_082_502L);
    }

    @Test
    void takesSharesDevicesEnergyAndTimesWithOffset() throws IOException {
        AllocationInterval interval =
                read("job_id,tenant,gpu_thousandths,start,end,devices,mig_profile,energy_millijoules\n"
                                + "j1,t1,143,2026-10-25T02:30:00+02:00,2026-10-25T02:30:00+01:00,MIG-7,1g.10gb,5000\n")
                        .getFirst()
                        .interval();

        assertThat(interval.gpuCount()).isNull();
        assertThat(interval.gpuThousandths()).isEqualTo(143);
        assertThat(interval.start()).hasToString("2026-10-25T00:30:00Z");
        assertThat(interval.end()).hasToString("2026-10-25T01:30:00Z");
        assertThat(interval.devices()).containsExactly("MIG-7");
        assertThat(interval.migProfile()).isEqualTo("1g.10gb");
        assertThat(interval.energyMillijoules()).isEqualTo(5000);
    }

    @Test
    void knowsAGpuOfANodeByItsAddress() throws IOException {
        assertThat(read(HEADER + ",gpu_pci_id\nj,t,,,1,1,2,n1,00:01\n")
                        .getFirst()
                        .interval()
                        .devices())
                .containsExactly("n1/00:01");
    }

    @Test
    void refusesATimeWithoutOffset() {
        assertThatThrownBy(() ->
                        read("job_id,tenant,gpu_count,start,end\nj,t,1,2026-10-25T02:30:00,2026-10-25T03:30:00Z\n"))
                .hasMessageContaining("usage.csv:2:4: start: '2026-10-25T02:30:00' is no time with an offset");
    }

    @Test
    void readsAFileWhoseColumnsTheMappingNames() throws IOException {
        Path file = file("Team;x,Job,GPUs,Begin,Finish,Remark\na,17,2,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,hm\n");
        var rules = rules(
                new UsageRules.Defaults(null, null, "here", "gpu"),
                Map.of(),
                Map.of("tenant", "Team;x", "job_id", "Job", "gpu_count", "GPUs", "start", "Begin", "end", "Finish"));
        List<UsageRow> rows = new ArrayList<>();

        new UsageFile(file, rules).rows(rows::add, fault -> {
            throw new AssertionError(fault);
        });

        assertThat(rows).extracting(UsageRow::id).containsExactly("17");
        assertThat(rows).extracting(UsageRow::tenant).containsExactly("a");
    }

    @Test
    void namesAColumnThatTheMappingNamesAndTheFileLacks() throws IOException {
        Path file = file("Team,job_id,gpu_count,start,end\n");
        var rules = rules(new UsageRules.Defaults(null, null, null, null), Map.of(), Map.of("tenant", "Group"));

        assertThatThrownBy(() -> new UsageFile(file, rules).readWhole(event -> {}))
                .hasMessage("%s:1: the column 'Group', named by the mapping for tenant, is missing", file);
    }

    @Test
    void takesTheTenantFromTheMappingWhereNoColumnHasIt() throws IOException {
        Path file = file("job_id,gpu_count,start_epoch_s,end_epoch_s\nj,1,0,60\n");
        var rules = rules(new UsageRules.Defaults("t9", null, "here", "gpu"), Map.of(), Map.of());
        List<ReportedEvent> events = new ArrayList<>();

        new UsageFile(file, rules).readWhole(events::add);

        assertThat(events).extracting(ReportedEvent::partitionKey).containsExactly("t9/default");
    }

    private static UsageRules rules(
            UsageRules.Defaults defaults, Map<String, String> skus, Map<String, String> columns) {
        return new UsageRules(URI.create("//test"), defaults, skus, columns);
    }

    private List<UsageRow> read(String text) throws IOException {
        List<UsageRow> rows = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        new UsageFile(file(text), RULES).rows(rows::add, fault -> faults.add(fault.toString()));
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        return rows;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("usage.csv"), text);
    }
}
