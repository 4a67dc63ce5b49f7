package io.wattledger.pricing;

/** A small catalog in its written form; each test takes ids of its own, since all share one database. */
public final class TestCatalog {

    private TestCatalog() {}

    /**
     * A site in NO4 with PUE 1.10, a SKU of 1000 W at load factor 0.50, a quarter-hourly series in EUR, an exchange rate
     * to NOK and a tariff in NOK: 20.00 per GPU-hour, energy at the index plus 35.00 per MWh.
     */
    public static String norway(String suffix) {
        return norway(suffix, "20.00");
    }

    /** The same with another price per GPU-hour. */
    public static String norway(String suffix, String pricePerGpuHour) {
        return """
                {
                  "catalog": 1,
                  "name": "test",
                  "sites": [{"id": "site-X", "name": "Glomfjord", "country": "NO", "biddingZone": "NO4",
                    "timeZone": "Europe/Oslo", "state": "live", "capacityKilowatts": "60000",
                    "pue": [{"validFrom": "2026-01-01", "value": "1.10"}]}],
                  "skus": [{"id": "sku-X", "name": "NVIDIA H100", "gpuModel": "H100", "memoryGib": 80, "gpusPerNode": 8,
                    "nominalWattsPerGpu": "1000", "loadFactor": "0.50"}],
                  "priceSeries": [{"id": "NO4-X", "zone": "NO4", "auction": "day-ahead", "resolution": "PT15M",
                    "currency": "EUR", "unit": "MWh", "publisher": "ENTSO-E", "timeZone": "Europe/Oslo"}],
                  "exchangeRates": [{"id": "EURNOK-X", "base": "EUR", "quote": "NOK", "publisher": "ECB"}],
                  "tariffs": [{"id": "tariff-X", "name": "Nordic", "currency": "NOK", "versions": [{
                    "validFrom": "2026-01-01",
                    "components": [
                      {"id": "gpu-time", "kind": "gpu-hour", "description": "GPU time",
                       "prices": [{"sku": "sku-X", "pricePerGpuHour": "PRICE"}]},
                      {"id": "energy", "kind": "energy-index", "description": "Energy",
                       "sites": [{"site": "site-X", "series": "NO4-X", "exchangeRate": "EURNOK-X",
                         "marginPerMwh": "35.00"}]}]}]}]
                }
                """.replace("-X", "-" + suffix).replace("PRICE", pricePerGpuHour);
    }
}
