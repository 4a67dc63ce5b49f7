package io.wattledger.pricing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.energy.PricePerMwh;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.WhenMissing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A preliminary price is charged and told, by its name and its energy; the invoice waits until there is a final one. */
class PreliminaryPriceTest {

    private static final String NOON = "2026-01-12T11:00:00Z";
    private static final Instant SECOND = Instant.parse("2026-01-12T11:15:00Z");

    /** Four quarter-hours of 100 kWh, of which the second has a price of 60 that is not final. */
    private static Example example(ValueState state, Component... components) {
        Example example = new Example()
                .prices(NOON, "40", "40", "40", "40")
                .points(List.of(new PricePoint(SECOND, new PricePerMwh(new BigDecimal("60")), state)))
                .kwh(NOON, "100", "100", "100", "100");
        return components.length == 0 ? example : example.components(components);
    }

    private static void assertIsTold(List<Gap> gaps) {
        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.missing()).isEqualTo("series");
            assertThat(gap.filledBy()).isEqualTo("preliminary");
            assertThat(gap.start()).isEqualTo(SECOND);
            assertThat(gap.end()).isEqualTo(SECOND.plusSeconds(900));
            assertThat(gap.facilityMillijoules()).isEqualTo(100 * 3_600_000_000L);
            assertThat(gap.waits()).isTrue();
        });
    }

    @Test
    void aDayIsChargedAtItAndSaysSo() {
        RatedUsage day = example(ValueState.PRELIMINARY).rated().getFirst();
        assertThat(Example.charge(day, "energy").amount()).isEqualByComparingTo("18");
        assertThat(Example.charge(day, "energy").quantity()).isEqualByComparingTo("400");
        assertIsTold(day.gaps());
        assertThat(example(ValueState.FINAL).rated().getFirst().gaps()).isEmpty();
    }

    @Test
    void theAverageOfAMonthSaysSoToo() {
        Example example = example(
                ValueState.PRELIMINARY, new EnergyIndexMonth("month", "Energy", List.of(new Example().siteIndex())));
        assertThat(example.amountOf("month", "2026-01")).isEqualByComparingTo("18");
        assertIsTold(gaps(example));
    }

    @Test
    void aSurplusIsSoldAtItAndSaysSo() {
        Example example = example(ValueState.PRELIMINARY, PriceFormulaFigures.blockOfTwoMegawatts());
        assertThat(gaps(example))
                .filteredOn(Gap::filled)
                .singleElement()
                .satisfies(gap -> assertThat(gap.start()).isEqualTo(SECOND));
    }

    @Test
    void whatStandsInForAMissingPriceIsNamedByItsRule() {
        Example example = example(ValueState.PRELIMINARY)
                .whenMissing(new WhenMissing.SlotBefore())
                .kwh("2026-01-12T12:00:00Z", "100");
        assertThat(example.rated().getFirst().gaps())
                .extracting(Gap::filledBy, Gap::waits)
                .containsExactly(tuple("preliminary", true), tuple("slot-before", false));
    }

    private static List<Gap> gaps(Example example) {
        return example.month("2026-01").stream()
                .flatMap(record -> record.gaps().stream())
                .toList();
    }
}
