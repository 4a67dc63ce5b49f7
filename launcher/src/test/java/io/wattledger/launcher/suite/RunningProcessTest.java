package io.wattledger.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningProcessTest {

    @TempDir
    Path folder;

    /** A new version's {@code up} found the services of the old one running, and left them so. */
    @Test
    void tellsWhatItRunsFromAnotherOfThatName() throws Exception {
        Path old = jar("old");
        Path young = jar("young");
        Path link = Files.createSymbolicLink(folder.resolve("link"), old.getParent());
        Process process = new ProcessBuilder("sh", "-c", "read line", "sh", "-jar", old.toString()).start();
        try {
            RunningProcess running = RunningProcess.of("metering", process.toHandle(), 1);

            assertThat(running.runsAnother(young)).isTrue();
            assertThat(running.runsAnother(old)).isFalse();
            assertThat(running.runsAnother(link.resolve("quarkus-run.jar"))).isFalse();
            assertThat(running.runsAnother(folder.resolve("infrastructure.jar")))
                    .isFalse();
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
        assertThat(RunningProcess.of("metering", process.toHandle(), 1).runsAnother(young))
                .isFalse();
    }

    private Path jar(String checkout) throws Exception {
        return Files.createFile(Files.createDirectory(folder.resolve(checkout)).resolve("quarkus-run.jar"));
    }
}
