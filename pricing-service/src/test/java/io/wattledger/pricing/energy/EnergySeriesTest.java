package io.wattledger.pricing.energy;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class EnergySeriesTest {

    /** What was rated from a series is known by the hash of this form. */
    @Test
    void isWrittenAsItAlwaysWas() {
        assertThat(json(new PriceSeries(
                        "NO4-DA",
                        "NO4",
                        "day-ahead",
                        Resolution.PT15M,
                        "EUR",
                        EnergyUnit.MWH,
                        "ENTSO-E",
                        ZoneId.of("Europe/Oslo"))))
                .isEqualTo(
                        "{\"id\":\"NO4-DA\",\"zone\":\"NO4\",\"auction\":\"day-ahead\",\"resolution\":\"PT15M\","
                                + "\"currency\":\"EUR\",\"unit\":\"MWH\",\"publisher\":\"ENTSO-E\",\"timeZone\":\"Europe/Oslo\"}");
        assertThat(json(new CarbonSeries("GB-carbon", "GB", Resolution.PT30M, "NESO", ZoneId.of("Europe/London"))))
                .isEqualTo("{\"id\":\"GB-carbon\",\"zone\":\"GB\",\"resolution\":\"PT30M\",\"publisher\":\"NESO\","
                        + "\"timeZone\":\"Europe/London\"}");
    }

    private static String json(EnergySeries series) {
        return new String(WireJson.write(series), StandardCharsets.UTF_8);
    }
}
