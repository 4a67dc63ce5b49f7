package io.wattledger.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    private static final WholeFile.Content WHOLE = out -> out.write("whole".getBytes(UTF_8));

    private static final WholeFile.Content CUT_OFF = out -> {
        out.write("wh".getBytes(UTF_8));
        throw new IOException("No space left on device");
    };

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void names() {
        file = folder.resolve("NO26-000001.pdf");
    }

    @Test
    void createsAFileOnce() throws IOException {
        WholeFile.create(file, WHOLE);

        assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.part");
        assertThat(Files.readString(file)).isEqualTo("whole");
        assertThatThrownBy(() -> WholeFile.create(file, CUT_OFF)).isInstanceOf(InputFault.class);
        assertThatThrownBy(() -> WholeFile.create(file, WHOLE))
                .isInstanceOf(InputFault.class)
                .hasMessage(file + ": cannot be written: it exists already");
        assertThat(Files.readString(file)).isEqualTo("whole");
    }

    @Test
    void leavesNothingOfWhatWasCutOff() {
        assertThatThrownBy(() -> WholeFile.create(file, CUT_OFF))
                .isInstanceOf(InputFault.class)
                .hasMessage(file + ": cannot be written: No space left on device");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void leavesWhatWasThereUntilAllIsWritten() throws IOException {
        Files.writeString(file, "old");

        assertThatThrownBy(() -> WholeFile.replace(file, CUT_OFF)).isInstanceOf(InputFault.class);
        assertThat(Files.readString(file)).isEqualTo("old");
        WholeFile.replace(file, WHOLE);
        assertThat(Files.readString(file)).isEqualTo("whole");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void saysThatThereIsNoSuchDirectory() {
        Path nowhere = folder.resolve("nodir/x.pdf");

        assertThatThrownBy(() -> WholeFile.create(nowhere, WHOLE))
                .isInstanceOf(InputFault.class)
                .hasMessage(nowhere + ": cannot be written: there is no such directory");
    }
}
