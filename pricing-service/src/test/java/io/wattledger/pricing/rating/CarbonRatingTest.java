package io.wattledger.pricing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.Carbon;
import io.wattledger.pricing.site.CarbonMethod;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Emissions beside cost, by both methods, kept apart. */
class CarbonRatingTest {

    @Test
    void countsCarbonTwoWays() {
        Carbon carbon = new CarbonExample()
                .hour(0, "5000", "120")
                .hour(1, "5000", "80")
                .hour(2, "5000", "200")
                .carbon(CarbonExample.BOTH, "1");
        assertThat(carbon.locationBasedGrams()).isEqualByComparingTo("2000000");
        assertThat(carbon.marketBasedGrams()).isEqualByComparingTo("1200000");
        assertThat(carbon.facilityKwh()).isEqualByComparingTo("15000");
        assertThat(carbon.unknownKwh()).isEqualByComparingTo("0");
        assertThat(carbon.documents()).containsExactly("doc0", "doc1", "doc2");
    }

    @Test
    void aSlotWithoutAFactorIsUnknownAndNotClean() {
        Carbon carbon =
                new CarbonExample().hour(0, "10", "100").hour(1, "30", null).carbon(CarbonExample.BOTH, "1.10");
        assertThat(carbon.locationBasedGrams()).isEqualByComparingTo("1100");
        assertThat(carbon.facilityKwh()).isEqualByComparingTo("11");
        assertThat(carbon.unknownKwh()).isEqualByComparingTo("33");
        // The market's way needs no factor of the hour: 44 kWh, a fifth of them at 400 g.
        assertThat(carbon.marketBasedGrams()).isEqualByComparingTo("3520");
    }

    @Test
    void energyThatIsCertifiedWholeNeedsNoResidualMix() {
        CarbonExample hour = new CarbonExample().hour(0, "10", "100");
        CarbonMethod all = new CarbonMethod(
                null, List.of(new CarbonMethod.Certificates(LocalDate.EPOCH, new BigDecimal("100.0"))), List.of());
        assertThat(hour.carbon(all, "1").marketBasedGrams()).isEqualByComparingTo("0");
        CarbonMethod most = new CarbonMethod(
                null, List.of(new CarbonMethod.Certificates(LocalDate.EPOCH, new BigDecimal("99.9"))), List.of());
        assertThat(hour.carbon(most, "1")).isNull();
    }

    @Test
    void eachWayStandsAloneAndNoneIsNothing() {
        CarbonExample hour = new CarbonExample().hour(0, "10", "100");
        Carbon location = hour.carbon(new CarbonMethod("grid", List.of(), List.of()), "1");
        assertThat(location.marketBasedGrams()).isNull();
        assertThat(location.locationBasedGrams()).isEqualByComparingTo("1000");
        CarbonMethod market =
                new CarbonMethod(null, CarbonExample.BOTH.certificates(), CarbonExample.BOTH.residualMix());
        assertThat(hour.carbon(market, "1").locationBasedGrams()).isNull();
        assertThat(hour.carbon(market, "1").marketBasedGrams()).isEqualByComparingTo("800");
        assertThat(hour.carbon(CarbonMethod.none(), "1")).isNull();
    }
}
