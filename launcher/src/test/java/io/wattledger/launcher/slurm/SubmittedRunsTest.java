package io.wattledger.launcher.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of a job that are told apart by when they were submitted. */
class SubmittedRunsTest {

    private static final String HEADER = "JobIDRaw|Cluster|Account|User|Partition|Submit|Start|End|AllocTRES\n";
    private static final String GPU = "gres/gpu:h100=1,gres/gpu=1";

    @TempDir
    Path folder;

    /** Slurm says first that the job started when it got its nodes, and once they run that it started then. */
    @Test
    void takesAJobWhoseNodesHadToBePoweredUpForOneRun() throws IOException {
        String job = "7|alps|havvik|dag|h100|%s|%s|%s|" + GPU + "\n";
        String submitted = "2026-10-01T09:59:00";
        ReadEvents booting = read(job.formatted(submitted, "2026-10-01T10:00:00", "Unknown"));
        ReadEvents running = read(job.formatted(submitted, "2026-10-01T10:06:00", "Unknown"));
        ReadEvents ended = read(job.formatted(submitted, "2026-10-01T10:06:00", "2026-10-01T12:00:00"));
        ReadEvents again = read(job.formatted("2026-10-01T12:00:00", "2026-10-01T12:30:00", "Unknown"));

        String run = "alps/7/1790841540/gpu:h100";
        assertThat(booting.dataById()).containsOnlyKeys(run + "/start/1790841600");
        assertThat(running.dataById()).containsOnlyKeys(run + "/start/1790841960");
        assertThat(ended.dataById())
                .containsAllEntriesOf(running.dataById())
                .containsOnlyKeys(run + "/start/1790841960", run + "/stop");
        assertThat(again.dataById()).containsOnlyKeys("alps/7/1790848800/gpu:h100/start/1790850600");
        assertThat(List.of(booting, running, ended))
                .flatExtracting(read -> read.dataById().values())
                .allSatisfy(data -> assertThat(data).startsWith("{\"allocation\":\"" + run + "\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            |2026-10-01T10:00:00                    ! Submit: is empty, and usage.sacct.run: submit goes by it
            Unknown|2026-10-01T10:00:00             ! Submit: is empty, and usage.sacct.run: submit goes by it
            2026-10-25T02:10:00|2026-10-25T05:00:00 ! Submit: '2026-10-25T02:10:00' is in the hour that Europe/Oslo has twice; export times with SLURM_TIME_FORMAT=%s
            2026-10-25T02:10:00|1792882800          ! Submit: '2026-10-25T02:10:00' is in the hour that Europe/Oslo has twice; export times with SLURM_TIME_FORMAT=%s
            """)
    void refusesALineThatDoesNotSayWhenTheJobWasSubmitted(String submitAndStart, String expected) throws IOException {
        ReadEvents read = read("7|alps|havvik|dag|h100|" + submitAndStart + "|Unknown|" + GPU + "\n");

        assertThat(read.events).isEmpty();
        assertThat(read.refused)
                .extracting(Object::toString)
                .containsExactly(folder.resolve("sacct.txt") + ":2: " + expected);
    }

    @ParameterizedTest
    @CsvSource({
        "of the two instants of a repeated hour that before the start, 2026-10-25T02:50:00, 1792889700, 1792889400",
        "where a clock was set back in between,                        1790841601,          1790841600, 1790841601"
    })
    void takesTheOneReadingOfWhenAJobWasSubmitted(String which, String submit, String start, String expected)
            throws IOException {
        ReadEvents read = read("7|alps|havvik|dag|h100|" + submit + "|" + start + "|Unknown|" + GPU + "\n");

        assertThat(read.dataById()).as(which).containsOnlyKeys("alps/7/" + expected + "/gpu:h100/start/" + start);
    }

    private ReadEvents read(String lines) throws IOException {
        return SampleMapping.read(folder, HEADER + lines, SampleMapping.asItIs());
    }
}
