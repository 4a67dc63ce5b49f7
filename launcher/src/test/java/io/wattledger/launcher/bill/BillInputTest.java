package io.wattledger.launcher.bill;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.launcher.InputFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
