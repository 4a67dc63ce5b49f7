package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands leave behind where nothing was ever started, as where somebody mistyped the directory. */
class NoSuiteTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "down, 0",
        "reset --yes, 0",
        "status, 5",
        "balance, 5",
        "invoices list, 5",
        "collectors list, 5",
        "import usage.csv --mapping mapping.yaml, 5"
    })
    void leavesNoDirectory(String command, int code) {
        Path mistyped = folder.resolve("watledger");

        assertThat(Wattledger.commandLine().execute((command + " --data " + mistyped).split(" ")))
                .isEqualTo(code);

        assertThat(mistyped).doesNotExist();
    }
}
