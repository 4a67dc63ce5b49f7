package io.wattledger.launcher.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.catalog.CatalogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BillInputTest {

    /** It closed the months of every tenant that billing knew from other catalogs. */
    @Test
    void billsNobodyWhereTheCatalogHasNoAccounts(@TempDir Path directory) throws IOException {
        Path catalog = Files.writeString(directory.resolve("catalog.yaml"), "catalog: 1\nname: sites\n");
        var request = new BillRequest(catalog, List.of(), List.of(), Periods.parse("2026-10"), directory, null);

        assertThatThrownBy(() -> BillInput.read(request))
                .isInstanceOf(InputFault.class)
                .hasMessage(
                        catalog + ": accounts is missing or empty; bill closes the months of the catalog's tenants");
    }

    /** It was found out when the months had been issued. */
    @ParameterizedTest
    @ValueSource(strings = {"notes.txt", "notes.txt/october"})
    void refusesAPlaceForTheFilesWhereNoneCanBe(String out, @TempDir Path directory) throws IOException {
        Path notes = Files.writeString(directory.resolve("notes.txt"), "do not lose");

        assertThatThrownBy(() -> read(directory.resolve(out)))
                .isInstanceOf(InputFault.class)
                .hasMessage("--out: " + notes + " is no directory; name a directory, there or to be made");
        assertThat(Files.readString(notes)).isEqualTo("do not lose");
    }

    @Test
    void refusesAPlaceForTheFilesThatMayNotBeWrittenTo(@TempDir Path directory) throws IOException {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        // Whoever may do everything may write there all the same.
        assumeThat(Files.isWritable(closed)).isFalse();

        assertThatThrownBy(() -> read(closed.resolve("october")))
                .isInstanceOf(InputFault.class)
                .hasMessage("--out: " + closed + ": cannot be written: whoever runs this may not write there");
    }

    /** Whoever may do everything was let through to the end, where the command broke off with a stack trace after months were closed. */
    @Test
    void refusesAPlaceForTheFilesWhereNobodyCanWrite() {
        assertThatThrownBy(() -> read(Path.of("/proc/october")))
                .isInstanceOf(InputFault.class)
                .hasMessageStartingWith("--out: /proc: cannot be written: ");
    }

    @Test
    void makesNoPlaceForTheFilesBeforeThereAreAny(@TempDir Path directory) {
        Path out = directory.resolve("bills/october");

        assertThat(read(out).tenants()).isNotEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    private static CatalogFile read(Path out) {
        Path catalog = Path.of(System.getProperty("wattledger.root"), "samples/first-month/catalog.yaml");
        var request = new BillRequest(catalog, List.of(), List.of(), Periods.parse("2026-10"), out, null);
        return BillInput.read(request).catalog();
    }
}
