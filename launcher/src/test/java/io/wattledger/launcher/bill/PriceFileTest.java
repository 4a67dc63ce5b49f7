package io.wattledger.launcher.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.launcher.catalog.CatalogFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {

    private static final Path SAMPLE = Path.of(System.getProperty("wattledger.root"), "samples/first-month");

    @ParameterizedTest
    @CsvSource({
        "*A44*.xml, SYNTH_A44_NO4.xml, true",
        "*A44*.xml, A44-NO4-2026-10.xml, true",
        "*A44*.xml, A44.xml.bak, false",
        "gb-*.csv, gb-2026.csv, true",
        "gb-*.csv, xgb-2026.csv, false",
        "gb-?.csv, gb-1.csv, true",
        "gb-?.csv, gb-12.csv, false",
        "a.b, axb, false"
    })
    void matchesNamesByPattern(String pattern, String name, boolean expected) {
        assertThat(PriceFile.matches(pattern, name)).isEqualTo(expected);
    }

    @Test
    void namesAFileThatNoEntryReads() {
        CatalogFile catalog = CatalogFile.read(SAMPLE.resolve("catalog.yaml"));

        assertThatThrownBy(() -> PriceFile.of(catalog, List.of(SAMPLE.resolve("usage.csv"), Path.of("absent.xml"))))
                .hasMessageContaining("usage.csv: no entry of priceFiles in")
                .hasMessageContaining("absent.xml: is not a file that can be read");
    }
}
