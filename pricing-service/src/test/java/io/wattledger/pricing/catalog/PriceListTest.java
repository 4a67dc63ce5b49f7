package io.wattledger.pricing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.WireJson;
import io.wattledger.pricing.TestCatalog;
import io.wattledger.pricing.catalog.ListPrice.Dated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceListTest {

    private PriceList list;

    @BeforeEach
    void readTwoVersionsAndTwoSites() throws IOException {
        String written = TestCatalog.norway("p")
                .replace(
                        "\"versions\": [",
                        "\"versions\": [{\"validFrom\": \"2027-01-01\", \"components\": [{\"id\":"
                                + " \"gpu-time\", \"kind\": \"gpu-hour\", \"description\": \"GPU time\", \"prices\": ["
                                + "{\"sku\": \"sku-p\", \"pricePerGpuHour\": \"22\"},"
                                + "{\"sku\": \"sku-p\", \"site\": \"site-q\", \"term\": \"12-months\","
                                + " \"pricePerGpuHour\": \"21\"}]}]}, ");
        Catalog one = read(TestCatalog.norway("p"), Catalog.empty());
        Catalog second = read(TestCatalog.norway("q"), Catalog.empty());
        list = new PriceList(second.with(one).with(read(written, second.with(one))));
    }

    @Test
    void namesEveryPriceByTariffComponentSiteAndSku() {
        assertThat(list.all())
                .extracting(ListPrice::skuPriceId)
                .containsExactly(
                        "tariff-p/gpu-time/site-p/sku-p",
                        "tariff-p/gpu-time/site-q/sku-p",
                        "tariff-q/gpu-time/site-p/sku-q",
                        "tariff-q/gpu-time/site-q/sku-q");
    }

    @Test
    void saysFromWhenToWhenAPriceHoldsAndThatOfTheSiteWins() {
        ListPrice price = list.find("tariff-p/gpu-time/site-q/sku-p").orElseThrow();
        assertThat(price.currency()).isEqualTo("NOK");
        assertThat(price.prices()).hasSize(2);
        assertThat(price.prices().getFirst().pricePerGpuHour()).isEqualByComparingTo("20");
        assertThat(price.prices().getFirst().validTo()).isEqualTo(LocalDate.parse("2027-01-01"));
        assertThat(price.prices().getLast().pricePerGpuHour()).isEqualByComparingTo("21");
        assertThat(price.prices().getLast().validTo()).isNull();
        assertThat(price.prices()).extracting(Dated::term).containsExactly(null, "12-months");
    }

    @Test
    void knowsTheIdsOfEnergyAndOfMonthsWithoutAFixedPrice() {
        assertThat(list.find("tariff-p/energy/site-p/sku-p/energy")
                        .orElseThrow()
                        .prices())
                .singleElement()
                .satisfies(one -> assertThat(one.pricePerGpuHour()).isNull());
        assertThat(list.find("tariff-p/energy/-/-/energy")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tariff-p/gpu-time/site-p",
                "other/gpu-time/site-p/sku-p",
                "tariff-p/other/site-p/sku-p",
                "tariff-p/gpu-time/other/sku-p",
                "tariff-p/gpu-time/site-p/other"
            })
    void doesNotKnowWhatThereIsNot(String id) {
        assertThat(list.find(id)).isEmpty();
    }

    private static Catalog read(String json, Catalog stored) throws IOException {
        CatalogReader.Result read =
                CatalogReader.read(WireJson.read(json.getBytes(StandardCharsets.UTF_8), CatalogForm.class), stored);
        assertThat(read.faults()).isEmpty();
        return read.catalog();
    }
}
