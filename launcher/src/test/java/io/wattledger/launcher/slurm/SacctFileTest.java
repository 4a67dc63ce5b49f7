package io.wattledger.launcher.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.usage.ReportedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SacctFileTest {

    private static final String HEADER =
            "JobIDRaw|Cluster|Account|User|Partition|Start|End|ElapsedRaw|Suspended|AllocTRES\n";
    private static final String GPU = "gres/gpu:h100=1,gres/gpu=1";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "end-minus-start, 364572000, 14400000, 116011000, 693000000",
        "elapsed-raw,     340572000, 14400000, 111211000, 693000000"
    })
    void countsEveryHardCaseOfTheSample(
            String convention, long fjordH100, long fjordH200, long havvikH100, long havvikH200) {
        ReadEvents read =
                ReadEvents.of(new SacctFile(SampleMapping.FOLDER.resolve("sacct-later.txt"), rules(convention)));

        assertThat(read.refused).isEmpty();
        assertThat(read.milliGpuSeconds((tenant, start) -> tenant + " " + start.sku()))
                .isEqualTo(Map.of(
                        "fjordmodell h100-sxm", fjordH100,
                        "fjordmodell h200-sxm", fjordH200,
                        "havvik-kommune h100-sxm", havvikH100,
                        "havvik-kommune h200-sxm", havvikH200));
    }

    @Test
    void countsWhatItPassesOver() {
        ReadEvents read =
                ReadEvents.of(new SacctFile(SampleMapping.FOLDER.resolve("sacct.txt"), rules("end-minus-start")));

        assertThat(read.skipped)
                .isEqualTo(Map.of(
                        "job steps", 3,
                        "jobs that never started", 2,
                        "jobs without GPU", 1));
    }

    @Test
    void endsAJobOfZeroSecondsThatAnEarlierExportShowedRunning() throws IOException {
        String job = "7|alps|havvik|dag|h100|2026-10-01T10:00:00|%s|0|00:00:00|" + GPU + "\n";
        ReadEvents running = read(HEADER + job.formatted("Unknown"));
        ReadEvents failed = read(HEADER + job.formatted("2026-10-01T10:00:00"));

        assertThat(running.dataById()).containsOnlyKeys("alps/7/1790841600/gpu:h100/start");
        assertThat(failed.dataById())
                .containsAllEntriesOf(running.dataById())
                .containsEntry(
                        "alps/7/1790841600/gpu:h100/stop",
                        "{\"allocation\":\"alps/7/1790841600/gpu:h100\",\"site\":\"glomfjord\","
                                + "\"at\":\"2026-10-01T08:00:00Z\"}");
    }

    @Test
    void saysTheSameAgainInALaterSnapshotAndCompletesWhatRan() {
        Map<String, String> first = ReadEvents.of(
                        new SacctFile(SampleMapping.FOLDER.resolve("sacct.txt"), rules("end-minus-start")))
                .dataById();
        Map<String, String> later = ReadEvents.of(
                        new SacctFile(SampleMapping.FOLDER.resolve("sacct-later.txt"), rules("end-minus-start")))
                .dataById();

        assertThat(later).containsAllEntriesOf(first).hasSize(first.size() + 3);
        assertThat(first).containsKey("glomfjord/4130/1793379550/gpu:h200/start/1793379600");
        assertThat(first).doesNotContainKey("glomfjord/4130/1793379550/gpu:h200/stop");
        assertThat(later).containsKey("glomfjord/4130/1793379550/gpu:h200/stop");
    }

    @Test
    void saysTheSameInBothConventionsUnlessAJobWasSuspended() {
        Map<String, String> wall = ReadEvents.of(
                        new SacctFile(SampleMapping.FOLDER.resolve("sacct.txt"), rules("end-minus-start")))
                .dataById();
        Map<String, String> elapsed = ReadEvents.of(
                        new SacctFile(SampleMapping.FOLDER.resolve("sacct.txt"), rules("elapsed-raw")))
                .dataById();

        assertThat(elapsed).containsOnlyKeys(wall.keySet());
        assertThat(elapsed.entrySet().stream().filter(entry -> !entry.getValue().equals(wall.get(entry.getKey()))))
                .extracting(Map.Entry::getKey)
                .containsExactly("glomfjord/4111/1791410303/gpu:h100/stop", "glomfjord/4123/1792864709/gpu:h100/stop");
    }

    @Test
    void sendsWhatAJobIs() throws IOException {
        ReadEvents read =
                read(HEADER + "7|alps|havvik|dag|h100|2026-10-01T10:00:00|2026-10-01T11:00:00|3600||" + GPU + "\n");

        assertThat(read.dataById())
                .isEqualTo(Map.of(
                        "alps/7/1790841600/gpu:h100/start",
                        "{\"allocation\":\"alps/7/1790841600/gpu:h100\",\"project\":\"dag\",\"site\":\"glomfjord\","
                                + "\"sku\":\"h100-sxm\",\"gpuCount\":1,\"at\":\"2026-10-01T08:00:00Z\",\"job\":\"7\"}",
                        "alps/7/1790841600/gpu:h100/stop",
                        "{\"allocation\":\"alps/7/1790841600/gpu:h100\",\"site\":\"glomfjord\","
                                + "\"at\":\"2026-10-01T09:00:00Z\"}"));
        assertThat(read.events).allSatisfy(event -> {
            assertThat(event.partitionKey()).isEqualTo("havvik-kommune/dag");
            assertThat(event.line()).isEqualTo(2);
            assertThat(event.event().getSource()).hasToString("//nordlys.example/slurm");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            7|a|nobody|u|h100|2026-10-01T10:00:00|2026-10-01T11:00:00|3600|00:00:00|gres/gpu:h100=1 ! Account: 'nobody' is not among the values of usage.sacct.tenant
            7|a||u|h100|2026-10-01T10:00:00|2026-10-01T11:00:00|3600|00:00:00|gres/gpu:h100=1       ! Account: is empty, and usage.sacct.tenant goes by it
            7|a|havvik||h100|2026-10-01T10:00:00|2026-10-01T11:00:00|3600|00:00:00|gres/gpu:h100=1  ! User: is empty, and usage.sacct.project goes by it
            7|a|havvik|u|h100|2026-10-01T10:00:00|2026-10-01T11:00:00|3600|00:00:00|gres/gpu:b300=1 ! AllocTRES: 'b300' is a GPU type that usage.skuByGpuType does not list
            7|a|havvik|u|cpu|2026-10-01T10:00:00|2026-10-01T11:00:00|3600|00:00:00|gres/gpu=1       ! Partition: 'cpu' is not among the values of usage.sacct.untyped
            7|a|havvik|u|cpu|2026-10-01T10:00:00|2026-10-01T11:00:00|3600|00:00:00|gres/mps=5       ! AllocTRES: 'mps' is a GPU type that usage.skuByGpuType does not list
            7|a|havvik|u|h100|2026-10-01T10:00:00|2026-10-01T11:00:00|3600|00:00:00|gres/gpu:h100=4,gres/gpu=2 ! lists 4 by type and 2 in all
            7|a|havvik|u|h100|2026-10-01T10:00:00|2026-10-01T11:00:00|3600|00:00:00|gres/gpu:h100=x ! AllocTRES: 'gres/gpu:h100=x' does not say how many
            7_2|a|havvik|u|h100|2026-10-01T10:00:00|2026-10-01T11:00:00|3600|00:00:00|gres/gpu:h100=1 ! JobIDRaw: '7_2' is no job id
            7|a|havvik|u|h100|2026-10-01T10:00:00|2026-10-01T09:00:00|3600|00:00:00|gres/gpu:h100=1 ! End: '2026-10-01T09:00:00' is before the start
            7|a|havvik|u|h100|2026-10-01T10:00:00|2026-10-01T11:00:00|1800|00:00:00|gres/gpu:h100=1 ! is 3600 s after the start 2026-10-01T10:00:00, but ElapsedRaw and Suspended are 1800 s
            7|a|havvik|u|h100|2026-10-01T10:00:00|2026-10-01T11:00:00|7200||gres/gpu:h100=1         ! but ElapsedRaw is 7200 s
            7|a|havvik|u|h100|yesterday|2026-10-01T11:00:00|3600|00:00:00|gres/gpu:h100=1           ! Start: 'yesterday' is no time such as
            7|a|havvik|u|h100|2026-10-01T10:00:00|2026-13-01T11:00:00|3600|00:00:00|gres/gpu:h100=1 ! End: '2026-13-01T11:00:00' is no time such as
            7|a|havvik|u|h100|2026-03-29T02:30:00|2026-03-29T05:00:00|5400|00:00:00|gres/gpu:h100=1 ! does not exist in Europe/Oslo
            7|a|havvik|u|h100|2026-10-25T02:10:00|2026-10-25T02:40:00|1800|00:00:00|gres/gpu:h100=1 ! Start: '2026-10-25T02:10:00' is in the hour that Europe/Oslo has twice
            7|a|havvik|u|h100|2026-10-25T01:10:00|2026-10-25T02:40:00|||gres/gpu:h100=1             ! End: '2026-10-25T02:40:00' is in the hour that Europe/Oslo has twice
            7|a|havvik|u|h100|2026-10-25T02:10:00|Unknown|60|00:00:00|gres/gpu:h100=1               ! and the job has not ended
            7|a|havvik|u|h100|2026-10-01T10:00:00|2026-10-01T11:00:00|3600|soon|gres/gpu:h100=1     ! Suspended: 'soon' is no duration
            7|a|havvik|u|h100|2026-10-01T10:00:00                                                     ! has 6 fields, the first line has 10
            """)
    void refusesALineByName(String line, String expected) throws IOException {
        ReadEvents read =
                read(HEADER + line + "\n8|a|havvik|u|h100|2026-10-01T10:00:00|Unknown|3600|00:00:00|" + GPU + "\n");

        assertThat(read.refused).hasSize(1);
        assertThat(read.refused.getFirst().toString())
                .startsWith(folder.resolve("sacct.txt") + ":2: ")
                .contains(expected);
        assertThat(read.events).extracting(event -> event.line()).containsExactly(3L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-10-01T08:00:00Z|2026-10-01T09:00:00Z",
                "2026-10-01T10:00:00+0200|2026-10-01T11:00:00+0200",
                "2026-10-01T10:00:00+02:00|2026-10-01T11:00:00+02:00",
                "1790841600|1790845200",
                "2026-10-01T10:00:00|2026-10-01T11:00:00"
            })
    void readsTimesInEveryForm(String span) throws IOException {
        ReadEvents read = read("Start|End|AllocTRES|Account|User|Partition|Cluster|JobID\n" + span + "|" + GPU
                + "|havvik|dag|h100|alps|7\n");

        assertThat(read.dataById())
                .containsOnlyKeys("alps/7/1790841600/gpu:h100/start", "alps/7/1790841600/gpu:h100/stop");
    }

    @Test
    void needsNoZoneWhereTimesHaveAnOffset() throws IOException {
        ObjectNode section = SampleMapping.ofRunsByStart();
        section.withObjectProperty("sacct").remove("timeZone");
        String header = "Start|End|AllocTRES|Account|User|Partition|Cluster|JobIDRaw\n";
        Path file = Files.writeString(
                folder.resolve("sacct.txt"),
                header + "1790841600|1790845200|" + GPU + "|havvik|dag|h100|alps|7\n" + "2026-10-01T10:00:00|Unknown|"
                        + GPU + "|havvik|dag|h100|alps|8\n");

        ReadEvents read = ReadEvents.of(new SacctFile(file, SacctRules.of("mapping.yaml", section)));

        assertThat(read.events).hasSize(2);
        assertThat(read.refused)
                .extracting(Object::toString)
                .containsExactly(file + ":3: Start: '2026-10-01T10:00:00' has no offset: say under"
                        + " usage.sacct.timeZone, or with --time-zone, which zone it is of");
    }

    @Test
    void refusesTooManyFieldsWhereNoColumnIsFreeText() throws IOException {
        ReadEvents read = read("JobIDRaw|Cluster|Account|User|Partition|Start|End|AllocTRES\n"
                + "7|alps|havvik|dag|h100|1790841600|1790845200|" + GPU + "|x\n");

        assertThat(read.refused).first().asString().contains("and no column of it is free text that could hold a '|'");
    }

    @Test
    void readsAFileThatAnEditorGaveLineEndsOfItsOwn() throws IOException {
        ReadEvents read = read("JobIDRaw|Cluster|Account|User|Partition|Start|End|AllocTRES|\r\n"
                + "7|alps|havvik|dag|h100|1790841600|1790845200|" + GPU + "|\r\n"
                + "8|alps|havvik|dag|h100|1790841600|1790845200|" + GPU + "\r\n");

        assertThat(read.events).extracting(ReportedEvent::line).containsExactly(2L, 2L);
        assertThat(read.refused).first().asString().contains(":3: does not end with '|'");
    }

    @Test
    void readsWhatParsablePrints() throws IOException {
        assertThat(read("JobIDRaw|Cluster|Account|User|Partition|Start|End|AllocTRES|\n"
                                + "7|alps|havvik|dag|h100|1790841600|1790845200|" + GPU + "|\n")
                        .events)
                .hasSize(2);
    }

    @Test
    void refusesALineOfParsableThatIsCutOffInItsLastField() throws IOException {
        ReadEvents read = read("JobIDRaw|Cluster|Account|User|Partition|Start|End|AllocTRES|\n"
                + "7|alps|havvik|dag|h100|1790841600|1790845200|gres/gpu:h100=1\n");

        assertThat(read.events).isEmpty();
        assertThat(read.refused).first().asString().contains(":2: does not end with '|'", "it is cut off");
    }

    /** Of 16 GPUs it would make 1, of a second end of a job the first. */
    @ParameterizedTest
    @ValueSource(strings = {"gres/gpu:h100=1", "gres/gpu:h100=16", "gres/gpu:h1", "", "gres/gpu:h100=1|"})
    void refusesALastLineWithoutLineBreak(String cut) throws IOException {
        String line = "|alps|havvik|dag|h100|1790841600|1790845200|";
        ReadEvents read = read("JobIDRaw|Cluster|Account|User|Partition|Start|End|AllocTRES" + "\n" + "7" + line + GPU
                + "\n" + "8" + line + cut);

        assertThat(read.events).extracting(ReportedEvent::line).containsExactly(2L, 2L);
        assertThat(read.refused)
                .extracting(Object::toString)
                .containsExactly(folder.resolve("sacct.txt") + ":3: does not end with a line break, as every line of"
                        + " sacct does: it is cut off; export it again");
    }

    @ParameterizedTest
    @CsvSource({"'', ': is empty'", "JobIDRaw|Cluster|Acc, :1: does not end with a line break"})
    void refusesAFileThatEndsInItsFirstLine(String text, String expected) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining(folder.resolve("sacct.txt") + expected)
                .hasMessageContaining("its first line must name the columns");
    }

    @Test
    void wantsJobIdRawForPartsOfAnArray() throws IOException {
        ReadEvents read = read("JobID|Cluster|Account|User|Partition|Start|End|AllocTRES\n"
                + "7_1|alps|havvik|dag|h100|1790841600|1790845200|" + GPU + "\n"
                + "7_1.batch|alps|havvik|||1790841600|1790845200|" + GPU + "\n");

        assertThat(read.skipped).isEqualTo(Map.of("job steps", 1));
        assertThat(read.refused).first().asString().contains("JobID: '7_1' is part of an array", "add JobIDRaw");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            User|Start|End                              ! names no column JobIDRaw
            4101|4101|glomfjord                         ! names no column JobIDRaw
            JobIDRaw|User|Partition|Cluster|Start|End   ! the column 'AllocTRES' is missing; add it to the --format
            JobIDRaw|User|Partition|Cluster|Start|End   ! the column 'Account' is missing
            JobIDRaw|User|Partition|Account|Start|End|AllocTRES ! the column 'Cluster' is missing, and there is no usage.sacct.cluster
            """)
    void refusesAFileWhoseHeaderLacksWhatIsNeeded(String header, String expected) {
        assertThatThrownBy(() -> read(header + "\n"))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining("sacct.txt:1:")
                .hasMessageContaining(expected);
    }

    @Test
    void needsTheColumnsThatDecide() throws IOException {
        Path file = Files.writeString(
                folder.resolve("sacct.txt"), "JobIDRaw|Cluster|Account|User|Partition|Start|End|AllocTRES\n");

        assertThatThrownBy(() -> ReadEvents.of(new SacctFile(file, rules("elapsed-raw"))))
                .hasMessageContaining("the column 'ElapsedRaw' is missing")
                .hasMessageContaining("the column 'Submit' is missing");
    }

    @Test
    void wantsToKnowTheTenantAndTheSite() {
        ObjectNode section = SampleMapping.ofRunsByStart();
        section.withObjectProperty("sacct").remove("tenant");
        section.remove("defaults");

        assertThatThrownBy(() -> SacctRules.of("mapping.yaml", section))
                .hasMessageContaining("mapping.yaml: says no tenant")
                .hasMessageContaining("mapping.yaml: says no site");
    }

    private ReadEvents read(String text) throws IOException {
        return SampleMapping.read(folder, text, SampleMapping.ofRunsByStart());
    }

    private static SacctRules rules(String convention) {
        ObjectNode section = SampleMapping.asItIs();
        section.withObjectProperty("sacct").put("convention", convention);
        return SacctRules.of("mapping.yaml", section);
    }
}
