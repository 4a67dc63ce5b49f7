package io.wattledger.launcher.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.Progress;
import io.wattledger.launcher.catalog.CatalogFile;
import io.wattledger.launcher.intake.UsageInputs.Format;
import io.wattledger.launcher.intake.UsageInputs.Overrides;
import io.wattledger.launcher.slurm.SacctFile;
import io.wattledger.launcher.slurm.SacctJson;
import io.wattledger.launcher.usage.ReportedEvent;
import io.wattledger.launcher.usage.UsageFile;
import io.wattledger.launcher.usage.UsageInput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageInputsTest {

    private static final Path SAMPLES = Path.of(System.getProperty("wattledger.root"), "samples");
    private static final String JOBS = """
            {"meta": {"Slurm": {"release": "24.05"}}, "jobs": [
              {"job_id": 7, "account": "havvik", "user": "dag", "partition": "h100", "cluster": "alps", "name": "a|b\\n9",
               "time": {"submission": 1790841540, "start": 1790841600, "end": 1790845200, "elapsed": 3600, "suspended": 0},
               "tres": {"allocated": [{"type": "cpu", "name": "", "count": 4},
                                      {"type": "gres", "name": "gpu", "count": 2},
                                      {"type": "gres", "name": "gpu:h100", "count": 2}]}},
              {"job_id": 8, "account": "havvik", "user": "dag", "partition": "h100", "cluster": "alps",
               "time": {"submission": {"set": true, "infinite": false, "number": 1790841540},
                        "start": {"set": true, "infinite": false, "number": 1790841600},
                        "end": {"set": true, "infinite": false, "number": 0}, "elapsed": 60,
                        "suspended": {"set": false, "infinite": false, "number": 0}},
               "tres": {"allocated": [{"type": "gres", "name": "gpu:h100", "count": 1}]}},
              {"job_id": 9, "account": "havvik", "user": "dag", "partition": "h100", "cluster": "alps",
               "time": {"start": null, "end": 1790845200, "elapsed": 0, "suspended": 0}, "tres": {"allocated": []}}
            ], "warnings": []}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            job_id,tenant,gpu_count,start,end    ! csv
            JobIDRaw|Start|End                   ! sacct
            {"jobs": []}                         ! json
            """)
    void tellsTheFormatByHowAFileBegins(String text, String format) throws IOException {
        UsageInput input = new UsageInputs("mapping.yaml", mapping()).open(file(text + "\n"));

        assertThat(input)
                .isInstanceOf(
                        switch (format) {
                            case "csv" -> UsageFile.class;
                            case "sacct" -> SacctFile.class;
                            default -> SacctJson.class;
                        });
    }

    @Test
    void readsBothFormsOfNumbersInJson() throws IOException {
        Path file = file(JOBS);
        List<ReportedEvent> events = new ArrayList<>();

        ImportReport report = run(new UsageInputs("mapping.yaml", mapping()).open(file), events);

        assertThat(events)
                .extracting(event -> event.event().getId())
                .containsExactly(
                        "alps/7/1790841540/gpu:h100/start/1790841600",
                        "alps/7/1790841540/gpu:h100/stop",
                        "alps/8/1790841540/gpu:h100/start/1790841600");
        assertThat(events).extracting(ReportedEvent::line).containsExactly(2L, 2L, 7L);
        assertThat(report.files().getFirst().passedOver()).containsEntry("jobs that never started", 1L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            {"jobs": [{"job_id": 7,}]} ! is not JSON
            {"items": []}              ! holds no list 'jobs'
            """)
    void refusesOtherJson(String text, String expected) throws IOException {
        UsageInput input = new UsageInputs("mapping.yaml", mapping()).open(file(text));

        assertThatThrownBy(() -> run(input, new ArrayList<>()))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining(expected);
    }

    @Test
    void letsTheCommandLineSayOtherwise() throws IOException {
        Path file = file(JOBS);
        var inputs = new UsageInputs("mapping.yaml", mapping()).with(new Overrides("all-mine", "UTC", "elapsed-raw"));
        List<ReportedEvent> events = new ArrayList<>();

        run(inputs.open(file), events);

        assertThat(events).extracting(ReportedEvent::tenant).containsOnly("all-mine");
    }

    @Test
    void takesAllOfAFileForTheTenantThatTheCommandLineNames() throws IOException {
        Path file = file(
                "job_id,tenant,gpu_count,start_epoch_s,end_epoch_s,site,sku\n1,row-says,1,0,60,s,k\n2,,1,0,60,s,k\n");
        var inputs = new UsageInputs("mapping.yaml", mapping()).with(new Overrides("all-mine", null, null));
        List<ReportedEvent> events = new ArrayList<>();

        run(inputs.open(file), events);

        assertThat(events).hasSize(2).extracting(ReportedEvent::tenant).containsOnly("all-mine");
    }

    @Test
    void saysWhatACatalogLacksForSlurm() {
        var inputs = new UsageInputs("catalog.yaml", JsonNodeFactory.instance.objectNode());

        assertThatThrownBy(() -> inputs.open(SAMPLES.resolve("slurm/sacct.txt"), Format.SACCT))
                .hasMessageContaining("catalog.yaml: says no tenant: give usage.sacct.tenant");
    }

    @Test
    void takesTheUsageSectionOfACatalogForAMapping() {
        assertThat(CatalogFile.readUsage(SAMPLES.resolve("first-month/catalog.yaml"))
                        .get("source")
                        .asText())
                .isEqualTo("//nordlys.example/scheduler");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            sacct: { convention: elapsed }                                  ! /sacct/convention
            sacct: { tenant: { from: Account } }                            ! the key 'values' is missing
            sacct: { tenant: { from: Account, values: { a: b }, otherwise: c } } ! unknown key 'otherwise'
            sacct: { run: Submit }                                          ! /sacct/run
            sacct: { freeText: true }                                       ! /sacct/freeText
            sacct: { zone: Europe/Oslo }                                    ! unknown key 'zone'
            columns: { gpus: GPUs }                                         ! /columns
            sacct: { gpuThousandths: { 1g: "125" } }                        ! /sacct/gpuThousandths/1g
            """)
    void namesThePlaceOfAMistakeInAMapping(String line, String expected) throws IOException {
        Path mapping = Files.writeString(folder.resolve("mapping.yaml"), "source: //x\n" + line + "\n");

        assertThatThrownBy(() -> CatalogFile.readUsage(mapping))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining("mapping.yaml:2:")
                .hasMessageContaining(expected);
    }

    @Test
    void takesTheTenantsFromTheTokens() throws IOException {
        String claims = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"tenant\":\"t1\"}".getBytes());
        Path token = Files.writeString(folder.resolve("token"), "head." + claims + ".signature\n");
        Path none = Files.writeString(folder.resolve("none"), "opaque\n");

        try (var metering = new RemoteMetering("http://127.0.0.1:9", List.of(token))) {
            assertThat(metering.tenants()).containsExactly("t1");
            assertThat(metering.mayReportFor("t2")).isFalse();
        }
        assertThatThrownBy(() -> new RemoteMetering("http://127.0.0.1:9", List.of(none)))
                .isInstanceOf(InputFault.class)
                .hasMessage(none + ": holds no token of a collector: a JWT with the claim 'tenant'");
    }

    private static ImportReport run(UsageInput input, List<ReportedEvent> events) {
        var progress = new Progress(new PrintStream(OutputStream.nullOutputStream()), Clock.systemUTC(), false);
        return new ImportRun(List.of(input), progress).read(events::add);
    }

    private static JsonNode mapping() {
        return CatalogFile.readUsage(SAMPLES.resolve("slurm/mapping.yaml"));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("usage"), text);
    }
}
