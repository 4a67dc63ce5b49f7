package io.wattledger.pricing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.pricing.tariff.Certificates;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyAllowance;
import io.wattledger.pricing.tariff.EnergyMeasure;
import io.wattledger.pricing.tariff.FixedPerKwh;
import io.wattledger.pricing.tariff.GpuHour;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts facility energy of others names others that charge it: of energy at the IT it would count nothing. */
class FacilityEnergyNamedTest {

    @ParameterizedTest
    @CsvSource({
        "certificates, facility, none",
        "certificates, it, /components/3/components/0",
        "certificates, gpu, /components/3/components/0",
        "certificates, , none",
        "allowance, facility, none",
        "allowance, it, /components/3/component",
        "allowance, gpu, /components/3/component",
        "allowance, , none"
    })
    void namesFacilityEnergy(String kind, String named, String expected) {
        List<String> flaws = new ArrayList<>();
        FacilityEnergyNamed.check(
                List.of(
                        perKwh("facility", EnergyMeasure.FACILITY),
                        perKwh("it", EnergyMeasure.IT),
                        new GpuHour("gpu", "GPU", List.of(new GpuHour.Price("sku", null, BigDecimal.ONE))),
                        naming(kind, named)),
                (pointer, detail) -> {
                    assertThat(detail).startsWith("component '" + named + "' charges no facility kWh");
                    flaws.add(pointer);
                });
        assertThat(flaws).containsExactlyElementsOf(expected.equals("none") ? List.of() : List.of(expected));
    }

    private static FixedPerKwh perKwh(String id, EnergyMeasure measure) {
        return new FixedPerKwh(
                id, "Energy", measure, null, List.of(new FixedPerKwh.SitePrice("site", BigDecimal.ONE, null)));
    }

    private static Component naming(String kind, String named) {
        return kind.equals("certificates")
                ? new Certificates("c", "C", BigDecimal.ONE, named == null ? null : List.of(named), null)
                : new EnergyAllowance(
                        "a",
                        "A",
                        named,
                        List.of(new EnergyAllowance.SiteAllowance(
                                "site", BigDecimal.ONE, named == null ? BigDecimal.ONE : null)));
    }
}
