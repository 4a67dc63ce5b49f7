package io.wattledger.pricing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.pricing.catalog.CatalogForm.TariffForm;
import io.wattledger.pricing.catalog.CatalogForm.VersionForm;
import io.wattledger.pricing.tariff.GpuHour;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions follow each other without gap or overlap; which of the two it is has a name. */
class TariffReaderTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "2026-01-01                                               | none           | none",
                "2026-01-01/2026-04-01 2026-04-01                         | none           | none",
                "2026-04-01 2026-01-01/2026-04-01                         | none           | none",
                "2026-01-01/2026-04-01 2026-04-01/2026-07-01 2026-07-01   | none           | none",
                "2026-01-01/2026-03-31 2026-04-01                         | TARIFF_GAP     | /versions/0/validTo",
                "2026-01-01/2026-04-02 2026-04-01                         | TARIFF_OVERLAP | /versions/0/validTo",
                "2026-01-01 2026-04-01/2026-07-01                         | TARIFF_GAP     | /versions/1/validTo",
                "2026-01-01 2026-01-01                                    | TARIFF_OVERLAP | /versions/1/validFrom",
                "2026-04-01/2026-01-01 2026-07-01                         | GENERAL        | /versions/0/validTo"
            })
    void aVersionEndsWhereTheNextBegins(String versions, String rule, String pointer) {
        Faults faults = new Faults();
        List<VersionForm> forms = Arrays.stream(versions.split(" "))
                .map(TariffReaderTest::version)
                .toList();
        new TariffReader(faults).read(new TariffForm("t", "T", "EUR", forms), "");
        if (rule == null) {
            assertThat(faults.all()).isEmpty();
        } else {
            assertThat(faults.all()).singleElement().satisfies(fault -> {
                assertThat(fault.rule()).isEqualTo(CatalogRule.valueOf(rule));
                assertThat(fault.pointer()).isEqualTo(pointer);
            });
        }
    }

    private static VersionForm version(String written) {
        String[] days = written.split("/");
        return new VersionForm(
                LocalDate.parse(days[0]),
                days.length == 1 ? null : LocalDate.parse(days[1]),
                List.of(new GpuHour("g", "GPU", List.of(new GpuHour.Price("sku", null, BigDecimal.ONE)))));
    }
}
