package io.wattledger.chassis.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "NO4-strom, no4.strom",
        "h100-sxm, h100.sxm",
        "h100_sxm, h100.sxm",
        "Glomfjord, glomfjord",
        "nordlys/narvik, nordlys.narvik",
        "glomfjord, glomfjord",
        "h100.sxm, h100.sxm"
    })
    void findsWhatTheEnvironmentNames(String name, String key) {
        assertThat(NamedSettings.find(Map.of(key, 1), name)).contains(1);
    }

    @Test
    void whatAFileNamesHoldsBeforeIt() {
        assertThat(NamedSettings.find(Map.of("h100.sxm", 1, "h100-sxm", 2), "h100-sxm"))
                .contains(2);
    }

    @ParameterizedTest
    @CsvSource({"h100-sxm, H100-SXM", "h100.sxm, h100-sxm", "h100-sxm, h100sxm", "h100-sxm, h200.sxm"})
    void findsNothingThatIsOfAnother(String name, String key) {
        assertThat(NamedSettings.find(Map.of(key, 1), name)).isEmpty();
    }
}
