package io.wattledger.launcher.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.launcher.InputFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
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

    /** All of a usage file given in place of a catalog was told as one long word. */
    @ParameterizedTest
    @ValueSource(strings = {"job,tenant\n1,acme\n", "[1, 2]", "\"catalog\""})
    void doesNotRepeatAFileThatIsNoCatalog(String text) {
        assertThatThrownBy(() -> CatalogFile.parse("usage.csv", text))
                .isInstanceOf(InputFault.class)
                .hasMessage(
                        "usage.csv:1:1: is neither a catalog nor a mapping: it does not begin with a name and a colon");
    }

    /** One change to the sample, and what is said about it, with line and column. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    biddingZone: NO4                | biddingZon: NO4           | /sites/0/biddingZon: unknown key 'biddingZon'
                    biddingZone: NO4                | biddingZon: NO4           | /sites/0: the key 'biddingZone' is missing
                    memoryGib: 80                   | memoryGib: eighty         | /skus/0/memoryGib: "eighty"
                    pricePerGpuHour: "24.90"        | pricePerGpuHour: 24.90    | 24.90 is a number; write it in quotes: "24.90"
                    pricePerGpuHour: "24.90"        | pricePerGpuHour: "-24.90" | "-24.90" does not fit: An exact decimal of 0 or more in quotes, with a point
                    pricePerGpuHour: "24.90"        | pricePerGpuHour: "24,90"  | "24,90" does not fit: An exact decimal of 0 or more in quotes, with a point
                    timeZone: Europe/Oslo           | timeZone: "Oslo 2"        | "Oslo 2" does not fit: IANA name
                    state: live                     | state: alive              | /sites/0/state: "alive"
                    catalog: 1                      | catalog: 2                | /catalog: 2
                    sku: h200-sxm, site: narvik     | sku: h900, site: narvik   | 'h900' is not among the skus of this catalog: h100-sxm, h200-sxm
                    tariff: british-gbp             | tariff: scottish-gbp      | 'scottish-gbp' is not among the tariffs
                    exchangeRate: ECB-EURNOK, m     | m                         | name an exchange rate from one to the other
                    series: GB-half-hourly, marginP | series: NO4-day-ahead, marginP | is of zone NO4, site 'loughton' lies in GB
                    timeZone: Europe/London         | timeZone: Europe/Oslow    | 'Europe/Oslow' is no time zone
                    - id: narvik                    | - id: glomfjord           | 'glomfjord' stands twice in sites
                    validFrom: 2026-01-01, value    | validFrom: 2026-1-1, value | /sites/0/pue/0/validFrom: "2026-1-1" does not fit: A calendar date
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

    private static final String COMMERCIAL = """
            tariffOverrides:
              - id: lower
                tenant: lumiere-calcul
                contract: lumiere-2026
                tariff: nordic-eur
                validFrom: 2026-10-01T00:00:00Z
                components:
                  - id: gpu-time
                    kind: tiers
                    description: GPU time
                    mode: GRADUATED
                    scope: { skus: [h100-sxm], sites: [narvik] }
                    tiers: [{ upToGpuHours: "10", pricePerGpuHour: "2.00" }, { pricePerGpuHour: "1.00" }]
                  - id: energy
                    kind: reserved-capacity
                    description: Reserved
                    reservations:
                      - { sku: h200-sxm, site: glomfjord, gpus: 1, pricePerGpuHour: "1.00", overagePricePerGpuHour: "4.00" }
            availability:
              - { site: narvik, month: "2026-10", percent: "99.50" }
              - { site: narvik, month: "2026-11", percent: "99.90" }
            """;

    private static final String SUPPORTED = """
            tariffs:
              - id: supported
                name: With support
                currency: EUR
                versions:
                  - validFrom: 2026-01-01
                    components:
                      - id: gpu-time
                        kind: gpu-hour
                        description: GPU time
                        prices: [{ sku: h100-sxm, pricePerGpuHour: "2.00" }]
                      - { id: support, kind: support, description: Support, components: [gpu-time], percent: "8" }
            """;

    /** One change to what is negotiated, and what is said about it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    tenant: lumiere-calcul   | tenant: nobody        | /tariffOverrides/0/tenant: 'nobody' is not among the accounts
                    contract: lumiere-2026   | contract: lumiere     | 'lumiere' is not among the contracts of tenant 'lumiere-calcul': lumiere-2026
                    tariff: nordic-eur       | tariff: nordic        | /tariffOverrides/0/tariff: 'nordic' is not among the tariffs
                    id: energy               | id: power             | no version of tariff 'nordic-eur' has a component 'power'
                    skus: [h100-sxm]         | skus: [h900]          | /tariffOverrides/0/components/0/scope/skus/0: 'h900' is not among the skus
                    sites: [narvik]          | sites: [bodo]         | /tariffOverrides/0/components/0/scope/sites/0: 'bodo' is not among the sites
                    sku: h200-sxm            | sku: h900             | /tariffOverrides/0/components/1/reservations/0/sku: 'h900' is not among the skus
                    site: glomfjord          | site: bodo            | /tariffOverrides/0/components/1/reservations/0/site: 'bodo' is not among the sites
                    { site: narvik           | { site: bodo          | /availability/0/site: 'bodo' is not among the sites
                    2026-11                  | 2026-10               | /availability/1: there are two values for narvik in 2026-10
                    components: [gpu-time]   | components: [later]   | 'later' is no component before this one in its version; there are gpu-time
                    """)
    void saysWhatLeadsNowhereInCommercialModels(String right, String wrong, String expected) throws IOException {
        String sound =
                replaceFirst(Files.readString(SAMPLES.resolve("first-month/catalog.yaml")), "tariffs:\n", SUPPORTED)
                        + COMMERCIAL;
        assertThat(CatalogFile.parse("catalog.yaml", sound).name()).isEqualTo("first-month");
        int at = SUPPORTED.contains(right) ? sound.indexOf(SUPPORTED) : sound.indexOf(COMMERCIAL);
        String broken = sound.substring(0, at) + replaceFirst(sound.substring(at), right, wrong);

        assertThatThrownBy(() -> CatalogFile.parse("catalog.yaml", broken))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining(expected);
    }

    /** The first contract of the file gave the midnights, also of months in which another held. */
    @ParameterizedTest
    @CsvSource({
        "2025-11-01, Europe/Oslo",
        "2026-01-01, Europe/Oslo",
        "2026-03-01, Europe/Oslo",
        "2026-04-01, Europe/London",
        "2026-10-01, Europe/London"
    })
    void takesTheMidnightsOfTheContractThatHolds(String firstDay, String zone) throws IOException {
        String sample = Files.readString(SAMPLES.resolve("first-month/catalog.yaml"));
        String contract = sample.substring(sample.indexOf("      - id: lumiere-2026"));
        contract = contract.substring(0, contract.indexOf("billingTimeZone: Europe/Oslo"))
                + "billingTimeZone: Europe/Oslo\n        paymentTermsDays: 45\n";
        String later = contract.replace("lumiere-2026", "lumiere-april")
                .replace("2026-01-01", "2026-04-01")
                .replace("Europe/Oslo", "Europe/London");
        CatalogFile catalog = CatalogFile.parse("catalog.yaml", sample.replace(contract, later + contract));

        assertThat(catalog.billingZones(LocalDate.parse(firstDay)).get("lumiere-calcul"))
                .isEqualTo(ZoneId.of(zone));
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
