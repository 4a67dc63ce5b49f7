package io.wattledger.pricing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.EnergyMeasure;
import io.wattledger.pricing.tariff.FixedPerKwh;
import io.wattledger.pricing.tariff.PpaShare;
import io.wattledger.pricing.tariff.Purpose;
import io.wattledger.pricing.tariff.SiteIndex;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Energy that is shared out to several components is shared out whole, once. */
class EnergyOnceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            index:narvik                                    | none
            index:narvik fixed:narvik                       | none
            index:narvik=30 ppa:narvik=70                   | none
            month:narvik=30 ppa:narvik=70 grid:narvik=50    | none
            index:narvik=12.5 ppa:narvik=70 fixed:narvik=17.5 | none
            index:narvik=30 ppa:narvik=70 index:glomfjord   | none
            index:narvik=30                                 | /components/0 narvik 30
            fixed:narvik=70 ppa:narvik=70                   | /components/1 narvik 140
            ppa:narvik=70 index:narvik                      | /components/0 narvik 70
            index:narvik=30 ppa:glomfjord=70                | /components/0 narvik 30, /components/1 glomfjord 70
            """)
    void sharesOfASiteComeToAllOfItsEnergy(String components, String expected) {
        List<String> flaws = new ArrayList<>();

        EnergyOnce.check(
                Arrays.stream(components.split(" "))
                        .map(EnergyOnceTest::component)
                        .toList(),
                (pointer, detail) -> flaws.add(pointer + " "
                        + detail.replaceAll(
                                "the shares of the energy at site (.*) come to (.*) per cent; .*", "$1 $2")));

        assertThat(flaws.isEmpty() ? "none" : String.join(", ", flaws)).isEqualTo(expected);
    }

    private static Component component(String written) {
        String[] parts = written.split("[:=]");
        BigDecimal percent = parts.length < 3 ? null : new BigDecimal(parts[2]);
        SiteIndex index = new SiteIndex(parts[1], "series", null, null, null, percent, null);
        List<FixedPerKwh.SitePrice> price = List.of(new FixedPerKwh.SitePrice(parts[1], BigDecimal.ONE, percent));
        return switch (parts[0]) {
            case "index" -> new EnergyIndex("e", "E", List.of(index));
            case "month" -> new EnergyIndexMonth("e", "E", List.of(index));
            case "ppa" ->
                new PpaShare(
                        "p", "P", List.of(new PpaShare.SiteShare(parts[1], new BigDecimal(parts[2]), BigDecimal.ONE)));
            case "fixed" -> new FixedPerKwh("f", "F", EnergyMeasure.FACILITY, null, price);
            case "grid" -> new FixedPerKwh("g", "G", EnergyMeasure.FACILITY, Purpose.GRID, price);
            default -> throw new IllegalArgumentException(written);
        };
    }
}
