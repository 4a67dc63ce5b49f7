package io.wattledger.pricing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.TestCatalog;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.rating.Agreement;
import io.wattledger.pricing.rating.DayRating;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.SlotUsage;
import io.wattledger.pricing.site.Site;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new site, here three racks in a container, is data: a catalog is read and usage there is rated. */
class NewSiteTest {

    private static final String MODULE = """
            {"sites": [{"id": "module", "name": "Vardø", "country": "NO", "biddingZone": "NO4", "timeZone": "Europe/Oslo",
                "currency": "NOK", "legalEntity": "nordlys-as", "state": "live", "capacityKilowatts": "120",
                "pue": [{"validFrom": "2026-01-01", "method": {"kind": "measured-with-cap", "measured": "1.27", "cap": "1.20"}}],
                "taxClasses": [{"validFrom": "2026-01-01", "name": "reduced",
                    "evidence": {"text": "Decision", "documentUrl": "https://vardo.example/decision.pdf"}}],
                "carbon": {"certificates": [{"validFrom": "2026-01-01", "percent": "80"}],
                    "residualMix": [{"validFrom": "2026-01-01", "gramsPerKwh": "535"}]}}],
             "tariffs": [{"id": "edge", "name": "Edge", "currency": "EUR", "versions": [{"validFrom": "2026-01-01",
                "components": [{"id": "energy", "kind": "energy-index", "description": "Energy",
                    "sites": [{"site": "module", "series": "NO4-x"}]}]}]}]}
            """;

    @Test
    void threeRacksAreAddedAndRatedWithoutAnyCode() throws IOException {
        Catalog stored = read(TestCatalog.norway("x"), Catalog.empty()).catalog();
        CatalogReader.Result added = read(MODULE, stored);
        assertThat(added.faults()).isEmpty();
        Catalog catalog = stored.with(added.catalog());
        Site site = catalog.sites().get("module");
        assertThat(site.taxClassOn(LocalDate.parse("2026-01-12"))).contains("reduced");

        Instant slot = Instant.parse("2026-01-12T10:00:00Z");
        KnownPrices prices = new KnownPrices(
                catalog.priceSeries().get("NO4-x"),
                Map.of(slot, new StatedPrice(EnergyPrice.of(new BigDecimal("50"), EnergyUnit.MWH), "prices")));
        LocalDate day = LocalDate.parse("2026-01-12");
        List<Charge> charges = new DayRating(
                        new Agreement(catalog.sites(), catalog.skus(), catalog.tariffs()),
                        new Quotes(Map.of("NO4-x", prices), Map.of()))
                .rate(new DayUsage(
                        new UsageKey("tenant", "default", "module", "sku-x"),
                        day,
                        site.interval(day),
                        List.of(new SlotUsage(slot, 900_000, 900_000, 36_000_000_000_000L)),
                        List.of(new ContractFacts("c", Instant.EPOCH, null, "edge", "Europe/Oslo", "EUR"))))
                .rated()
                .getFirst()
                .charges();

        // C37: 10,000 kWh IT at 50 EUR/MWh, measured 1.27, cap 1.20.
        assertThat(charges)
                .singleElement()
                .satisfies(charge -> assertThat(charge.amount()).isEqualByComparingTo("600"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"cap\": \"1.20\"|\"cap\": \"0.9\"|/sites/0/pue/0/method/cap",
                "\"validFrom\": \"2026-01-01\", \"method\"|\"validFrom\": \"2026-01-01\", \"value\": \"1.1\", \"method\"|/sites/0/pue/0",
                "\"documentUrl\": \"https://vardo.example/decision.pdf\"|\"documentSha256\": \"abc\"|/sites/0/taxClasses/0/evidence/documentSha256",
                ", \"documentUrl\": \"https://vardo.example/decision.pdf\"|''|/sites/0/taxClasses/0/evidence",
                "\"percent\": \"80\"|\"percent\": \"101\"|/sites/0/carbon/certificates/0/percent",
                "\"gramsPerKwh\": \"535\"|\"gramsPerKwh\": \"-1\"|/sites/0/carbon/residualMix/0/gramsPerKwh",
                "\"carbon\": {|\"carbon\": {\"locationSeries\": \"none\", |/sites/0/carbon/locationSeries",
                "\"currency\": \"NOK\"|\"currency\": \"KRO\"|/sites/0/currency",
                "\"capacityKilowatts\": \"120\"|\"capacityKilowatts\": \"-1\"|/sites/0/capacityKilowatts"
            })
    void aSiteThatCannotBeTrueIsRefusedAndTheMemberNamed(String right, String wrong, String pointer)
            throws IOException {
        assertThat(MODULE).contains(right);
        Catalog stored = read(TestCatalog.norway("x"), Catalog.empty()).catalog();
        assertThat(read(MODULE.replace(right, wrong), stored).faults())
                .extracting(CatalogFault::pointer)
                .containsExactly(pointer);
    }

    @Test
    void anIdleGpuDrawsNoMoreThanABusyOne() throws IOException {
        String written =
                TestCatalog.norway("x").replace("\"loadFactor\"", "\"idleWattsPerGpu\": \"1001\", \"loadFactor\"");
        assertThat(read(written, Catalog.empty()).faults())
                .extracting(CatalogFault::pointer)
                .containsExactly("/skus/0/idleWattsPerGpu");
    }

    private static CatalogReader.Result read(String json, Catalog stored) throws IOException {
        return CatalogReader.read(WireJson.read(json.getBytes(StandardCharsets.UTF_8), CatalogForm.class), stored);
    }
}
