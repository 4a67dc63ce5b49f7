package io.wattledger.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InputFaultTest {

    private static final Path FILE = Path.of("usage.csv");

    @Test
    void saysInWordsWhyAFileCannotBeRead() {
        assertThat(InputFault.unreadable(FILE, new NoSuchFileException("usage.csv")))
                .hasMessage("usage.csv: there is no such file");
        assertThat(InputFault.unreadable(FILE, new AccessDeniedException("usage.csv")))
                .hasMessage("usage.csv: may not be read by whoever runs this");
        assertThat(InputFault.unreadable(FILE, new IOException("Is a directory")))
                .hasMessage("usage.csv: cannot be read (Is a directory)");
    }
}
