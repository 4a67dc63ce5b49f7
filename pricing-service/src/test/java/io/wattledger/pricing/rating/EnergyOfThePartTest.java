package io.wattledger.pricing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.Charge;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyAllowance;
import io.wattledger.pricing.tariff.EnergyAllowance.SiteAllowance;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A charge of the month for a part of a site's energy shows the IT energy of that part, so that the two give the PUE. */
class EnergyOfThePartTest {

    private static final String NOON = "2026-01-12T11:00:00Z";
    private static final long MILLIJOULES_PER_KWH = 3_600_000_000L;

    @Test
    void aShareOfTheMonthShowsItsShareOfTheItEnergy() {
        Charge charge = charge(example(new EnergyIndexMonth(
                "part", "Energy", List.of(new Example().share("30").siteIndex()))));
        assertThat(charge.quantity()).isEqualByComparingTo("3300");
        assertThat(charge.itMillijoules()).isEqualTo(3_000 * MILLIJOULES_PER_KWH);
        assertThat(charge.amount()).isEqualByComparingTo("132");
    }

    @Test
    void allOfTheMonthShowsAllOfTheItEnergy() {
        Charge charge = charge(example(new EnergyIndexMonth("part", "Energy", List.of(new Example().siteIndex()))));
        assertThat(charge.quantity()).isEqualByComparingTo("11000");
        assertThat(charge.itMillijoules()).isEqualTo(10_000 * MILLIJOULES_PER_KWH);
    }

    @Test
    void whatHasNoPriceIsBehindNoCharge() {
        Charge charge = charge(example(new EnergyIndexMonth("part", "Energy", List.of(new Example().siteIndex())))
                .kwh("2026-01-13T11:00:00Z", "500"));
        assertThat(charge.quantity()).isEqualByComparingTo("11000");
        assertThat(charge.itMillijoules()).isEqualTo(10_000 * MILLIJOULES_PER_KWH);
    }

    @Test
    void theExcessOverAnAllowanceShowsItsOwnItEnergy() {
        // 4 quarter-hours of one GPU are 1 GPU-hour: of 11,000 kWh 1,100 are included.
        Charge charge = charge(example(new EnergyAllowance(
                "part",
                "Excess",
                null,
                List.of(new SiteAllowance("site", new BigDecimal("1100"), new BigDecimal("0.05"))))));
        assertThat(charge.quantity()).isEqualByComparingTo("9900");
        assertThat(charge.itMillijoules()).isEqualTo(9_000 * MILLIJOULES_PER_KWH);
        assertThat(charge.amount()).isEqualByComparingTo("495");
    }

    private static Example example(Component component) {
        return new Example()
                .pue("1.10")
                .prices(NOON, "40", "40", "40", "40")
                .kwh(NOON, "2500", "2500", "2500", "2500")
                .components(component);
    }

    private static Charge charge(Example example) {
        return example.month("2026-01").stream()
                .flatMap(record -> record.charges().stream())
                .filter(charge -> charge.component().equals("part"))
                .findFirst()
                .orElseThrow();
    }
}
