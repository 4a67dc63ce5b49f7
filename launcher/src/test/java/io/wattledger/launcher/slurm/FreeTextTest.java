package io.wattledger.launcher.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.usage.ReportedEvent;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns that users fill. */
class FreeTextTest {

    private static final String GPU = "gres/gpu:h100=1,gres/gpu=1";

    @TempDir
    Path folder;

    /** Whoever may name a job could bill another tenant, or end a job of his own that still runs. */
    @ParameterizedTest
    @CsvSource({
        "JobIDRaw|Cluster|Account|User|Partition|Start|End|AllocTRES|JobName, JobName",
        "jobname|JobIDRaw|Cluster|Account|User|Partition|Start|End|AllocTRES, jobname",
        "JobIDRaw|Cluster|Account|WCKey|User|Partition|Start|End|AllocTRES|Comment|WCKey, 'WCKey, Comment'"
    })
    void refusesAFileWithTextThatUsersChoose(String header, String columns) {
        assertThatThrownBy(() -> SampleMapping.read(folder, header + "\n", SampleMapping.ofRunsByStart()))
                .isInstanceOf(InputFault.class)
                .hasMessage(folder.resolve("sacct.txt") + ":1: users choose the text in " + columns + ", and sacct does"
                        + " not mark a line break in it: a name can be made to look like records of other jobs. Leave out"
                        + " what users choose in the --format of sacct, or export with --json, or, where all users are"
                        + " trusted, say usage.sacct.freeText: trusted");
    }

    @Test
    void takesALineBreakInANameForTheEndOfALineWhereTheMappingTrustsNames() throws IOException {
        String header = "JobIDRaw|Cluster|Account|User|Partition|Start|End|AllocTRES|JobName\n";

        ReadEvents read = read(header + "7|alps|havvik|dag|h100|1790841600|1790845200|" + GPU + "|a\nb\n"
                + "8|alps|havvik|dag|h100|1790841600|1790845200|" + GPU + "|c\rd\n"
                + "9|alps|havvik|dag|h100|1790841600|1790845200|" + GPU + "|\r\n");

        assertThat(read.events).extracting(ReportedEvent::line).containsExactly(2L, 2L, 4L, 4L, 5L, 5L);
        assertThat(read.refused)
                .extracting(Object::toString)
                .containsExactly(folder.resolve("sacct.txt")
                        + ":3: has 1 fields, the first line has 9; a line break in a job name would do that");
    }

    @Test
    void findsItsWayAroundBarsInOneFreeTextColumn() throws IOException {
        ReadEvents read = read("JobIDRaw|Cluster|Account|JobName|User|Partition|Start|End|AllocTRES\n"
                + "7|alps|havvik|a|b||c|dag|h100|1790841600|1790845200|" + GPU + "\n");

        assertThat(read.refused).isEmpty();
        assertThat(read.events).extracting(event -> event.project()).containsOnly("dag");
    }

    @Test
    void guessesNothingBetweenTwoFreeTextColumns() throws IOException {
        String header = "JobIDRaw|Cluster|Account|JobName|User|Partition|Comment|Start|End|AllocTRES\n";

        ReadEvents read = read(header + "7|alps|havvik|a|b|dag|h100|note|1790841600|1790845200|" + GPU + "\n"
                + "8|alps|havvik|ab|dag|h100|note|1790841600|1790845200|" + GPU + "\n");

        assertThat(read.refused)
                .extracting(Object::toString)
                .containsExactly(folder.resolve("sacct.txt")
                        + ":2: User: cannot be told: the line has 1 '|' too many, and JobName and Comment may both hold"
                        + " them; export only one of them, or User before both");
        assertThat(read.events).extracting(event -> event.line()).containsOnly(3L);
    }

    @Test
    void needsNothingBetweenTwoFreeTextColumnsThatStandSideBySide() throws IOException {
        ReadEvents read = read("JobIDRaw|Cluster|Account|User|Partition|Start|End|AllocTRES|JobName|Comment\n"
                + "7|alps|havvik|dag|h100|1790841600|1790845200|" + GPU + "|a|b|c|d\n");

        assertThat(read.events).hasSize(2);
    }

    /** By a mapping that trusts them. */
    private ReadEvents read(String text) throws IOException {
        ObjectNode section = SampleMapping.ofRunsByStart();
        section.withObjectProperty("sacct").put("freeText", "trusted");
        return SampleMapping.read(folder, text, section);
    }
}
