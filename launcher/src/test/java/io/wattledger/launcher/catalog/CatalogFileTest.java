package io.wattledger.launcher.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.launcher.InputFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogFileTest {

    private static final Path SAMPLES = Path.of(System.getProperty("wattledger.root"), "samples");

    @ParameterizedTest
    @ValueSource(strings = {"first-month", "philly", "alex", "glomfjord-dst"})
    void acceptsTheSamples(String sample) {
        CatalogFile catalog = CatalogFile.read(SAMPLES.resolve(sample).resolve("catalog.yaml"));

        assertThat(catalog.name()).isEqualTo(sample);
        assertThat(catalog.tenants()).hasSameSizeAs(catalog.billingPart().get("accounts"));
        assertThat(catalog.priceFiles()).isNotEmpty();
    }

    /** One change to the sample, and what is said about it, with line and column. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    biddingZone: NO4                | biddingZon: NO4           | /sites/0/biddingZon: unknown key 'biddingZon'
                    biddingZone: NO4                | biddingZon: NO4           | /sites/0: the key 'biddingZone' is missing
                    memoryGib: 80                   | memoryGib: eighty         | /skus/0/memoryGib: "eighty"
                    pricePerGpuHour: "24.90"        | pricePerGpuHour: 24.90    | 24.90 is a number; write it in quotes: "24.90"
                    pricePerGpuHour: "24.90"        | pricePerGpuHour: "-24.90" | "-24.90"
                    state: live                     | state: alive              | /sites/0/state: "alive"
                    catalog: 1                      | catalog: 2                | /catalog: 2
                    sku: h200-sxm, site: narvik     | sku: h900, site: narvik   | 'h900' is not among the skus of this catalog: h100-sxm, h200-sxm
                    tariff: british-gbp             | tariff: scottish-gbp      | 'scottish-gbp' is not among the tariffs
                    exchangeRate: ECB-EURNOK, m     | m                         | name an exchange rate from one to the other
                    series: GB-half-hourly, marginP | series: NO4-day-ahead, marginP | is of zone NO4, site 'loughton' lies in GB
                    timeZone: Europe/London         | timeZone: Europe/Oslow    | 'Europe/Oslow' is no time zone
                    - id: narvik                    | - id: glomfjord           | 'glomfjord' stands twice in sites
                    validFrom: 2026-01-01, value    | validFrom: 2026-1-1, value | /sites/0/pue/0/validFrom
                    capacityKilowatts: "60000"      | legalEntity: nobody       | 'nobody' is not among the legalEntities
                    value: "1.10" }                 | method: { kind: seasonal } } | the key 'months' is missing
                    value: "1.10" }                 | method: { kind: monthly } }  | "monthly"
                    kind: gpu-hour                  | kind: gpu-month           | gpu-month
                    kind: gpu-hour                  | kind: energy-index        | the key 'sites' is missing
                    """)
    void saysWhereAndWhatIsWrong(String right, String wrong, String expected) throws IOException {
        String sample = Files.readString(SAMPLES.resolve("first-month/catalog.yaml"));
        assertThat(sample).contains(right);
        String broken = replaceFirst(sample, right, wrong);

        assertThatThrownBy(() -> CatalogFile.parse("catalog.yaml", broken))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining(expected)
                .hasMessageMatching("(?s)catalog\\.yaml:[0-9]+:[0-9]+: .*");
    }

    @Test
    void pointsAtTheLineOfAnUnknownKey() {
        String text = """
                catalog: 1
                name: small
                sites:
                  - id: here
                    nmae: Here
                """;

        assertThatThrownBy(() -> CatalogFile.parse("small.yaml", text))
                .hasMessageContaining("small.yaml:5:5: /sites/0/nmae: unknown key 'nmae'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    catalog: [1         | is not YAML
                    ~~                  | is empty
                    a: 1\\na: 2         | stands twice
                    """)
    void saysWhatIsNoYaml(String text, String expected) {
        assertThatThrownBy(() -> CatalogFile.parse("bad.yaml", text.replace("\\n", "\n")))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining("bad.yaml")
                .hasMessageContaining(expected);
    }

    private static String replaceFirst(String text, String part, String replacement) {
        int at = text.indexOf(part);
        return text.substring(0, at) + replacement + text.substring(at + part.length());
    }
}
