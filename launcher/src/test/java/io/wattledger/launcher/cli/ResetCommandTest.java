package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.suite.HoldsALock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResetCommandTest {

    @TempDir
    Path folder;

    @Test
    void deletesTheDirectoryBehindALink() throws IOException {
        Path real = Files.createDirectories(folder.resolve("disk/data"));
        Files.createDirectory(real.resolve("postgres"));
        Files.writeString(real.resolve("postgres/PG_VERSION"), "18");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        assertThat(reset(link)).isEqualTo(ExitCode.DONE);

        assertThat(real).doesNotExist();
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(folder.resolve("disk")).isEmptyDirectory();
    }

    /** Of an older version, which was killed while it stopped. */
    @Test
    void deletesWhatAnOlderVersionLeft() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createFile(data.resolve("stopping"));

        assertThat(reset(data)).isEqualTo(ExitCode.DONE);

        assertThat(data).doesNotExist();
    }

    @Test
    void tellsProgramsWhetherAnythingWasDeleted() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));

        for (boolean deleted : List.of(true, false)) {
            JsonNode answer =
                    WireJson.newMapper().readTree(printed("reset", "--yes", "-o", "json", "--data", data.toString()));
            assertThat(answer.path("deleted")).isEqualTo(BooleanNode.valueOf(deleted));
            assertThat(answer.path("data").asText()).isEqualTo(data.toString());
        }
    }

    /** The question is for whoever is there, the answer may be read by a program. */
    @Test
    void asksBesideItsAnswer() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        InputStream in = System.in;
        System.setIn(new ByteArrayInputStream("no\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(printed("reset", "--data", data.toString())).isEqualTo("Nothing was deleted.\n");
        } finally {
            System.setIn(in);
        }
        assertThat(data).isDirectory();
    }

    private static String printed(String... arguments) {
        PrintStream out = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(Wattledger.commandLine().execute(arguments)).isEqualTo(ExitCode.DONE);
        } finally {
            System.setOut(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void leavesAloneWhatIsNotTheSuites() throws IOException {
        Path real = Files.createDirectories(folder.resolve("disk"));
        Files.writeString(real.resolve("thesis.txt"), "years of work");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        assertThat(reset(link)).isEqualTo(ExitCode.INPUT_REFUSED);

        assertThat(real.resolve("thesis.txt")).exists();
        assertThat(link).isSymbolicLink();
    }

    @Test
    void leavesAloneWhatAnotherCommandUses() throws IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectory(data.resolve("postgres"));
        Process bill = HoldsALock.start("use", data, "./wattledger bill");

        assertThat(reset(data)).isEqualTo(ExitCode.SUITE_DOWN);
        assertThat(data.resolve("postgres")).exists();

        bill.destroyForcibly().waitFor();
        assertThat(reset(data)).isEqualTo(ExitCode.DONE);
        assertThat(data).doesNotExist();
    }

    /** Whoever waits for the locks makes their folder anew, ten times a second, also just when it has been emptied. */
    @Test
    void isDoneWhereAnotherBeginsAnewMeanwhile() throws Exception {
        Path data = folder.resolve("data");
        Path locks = data.resolve("commands");
        var goesOn = new AtomicBoolean(true);
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
            for (int i = 0; goesOn.get(); i++) {
                begin(locks, "use-" + i);
            }
        });
        try {
            for (int i = 0; i < 40; i++) {
                assertThat(reset(data)).isEqualTo(ExitCode.DONE);
            }
        } finally {
            goesOn.set(false);
            others.get(1, TimeUnit.MINUTES);
        }
    }

    private static void begin(Path locks, String name) {
        try {
            Files.createDirectories(locks);
            Files.createFile(locks.resolve(name));
        } catch (IOException e) {
            // It was just deleted.
        }
    }

    private static int reset(Path data) {
        return Wattledger.commandLine().execute("reset", "--yes", "--data", data.toString());
    }
}
