package io.wattledger.pricing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.Charge;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.rating.MonthExplanation.DayUse;
import io.wattledger.pricing.rating.MonthExplanation.IndexPrice;
import io.wattledger.pricing.rating.MonthExplanation.NamedSum;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.Support;
import io.wattledger.pricing.tariff.WhenMissing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A charge of a month is explained by its terms, its use, its prices and the charges that it is made from. */
class MonthExplanationTest {

    private static final String NOON = "2026-01-12T11:00:00Z";

    private static Example example(Component... components) {
        return new Example()
                .prices(NOON, "10", "50", "120")
                .kwh(NOON, "500", "500", "500")
                .kwh("2026-01-13T11:00:00Z", "7")
                .components(components);
    }

    private static EnergyIndexMonth monthly() {
        return new EnergyIndexMonth("month", "Energy", List.of(new Example().siteIndex()));
    }

    private static String project(Example example, String component) {
        return example.month("2026-01").stream()
                .filter(record -> record.charges().stream()
                        .anyMatch(charge -> charge.component().equals(component)))
                .findFirst()
                .orElseThrow()
                .project();
    }

    @Test
    void showsEveryQuarterHourlyPriceOfAnIndex() {
        Example example = example(monthly());
        MonthExplanation explanation =
                example.explained("2026-01", project(example, "month"), "month").orElseThrow();
        assertThat(explanation.terms()).isEqualTo(monthly());
        assertThat(explanation.charges())
                .isEqualTo(example.month("2026-01").stream()
                        .flatMap(record -> record.charges().stream())
                        .toList());
        assertThat(explanation.prices()).hasSize(31 * 96);
        assertThat(explanation.prices())
                .filteredOn(price -> price.missing() == null)
                .extracting(IndexPrice::start)
                .startsWith(Instant.parse(NOON))
                .hasSize(3);
        assertThat(explanation.prices())
                .filteredOn(price -> price.perMwh() == null)
                .allSatisfy(price -> assertThat(price.missing()).isEqualTo("series"));
    }

    /** A price that stands in for a missing one is read too, so it is shown with its document and what it stands for. */
    @Test
    void showsThePriceThatStandsInForAMissingOne() {
        EnergyIndexMonth filled = new EnergyIndexMonth(
                "month",
                "Energy",
                List.of(new Example().whenMissing(new WhenMissing.SlotBefore()).siteIndex()));
        Example example = example(filled);
        List<IndexPrice> prices = example.explained("2026-01", project(example, "month"), "month")
                .orElseThrow()
                .prices();
        assertThat(prices)
                .filteredOn(price -> price.start().equals(Instant.parse("2026-01-13T11:00:00Z")))
                .singleElement()
                .satisfies(price -> {
                    assertThat(price.perMwh()).isEqualByComparingTo("120");
                    assertThat(price.missing()).isEqualTo("series");
                    assertThat(price.filledBy()).isEqualTo("slot-before");
                    assertThat(price.documents()).containsExactly("prices");
                });
        assertThat(prices)
                .filteredOn(price -> price.filledBy() == null && price.missing() == null)
                .hasSize(3);
    }

    @Test
    void addsUpTheUseOfEachDay() {
        Example example = example(monthly());
        List<DayUse> use = example.explained("2026-01", project(example, "month"), "month")
                .orElseThrow()
                .use();
        assertThat(use)
                .extracting(DayUse::day)
                .containsExactly(LocalDate.parse("2026-01-12"), LocalDate.parse("2026-01-13"));
        assertThat(use.getFirst().itMillijoules()).isEqualByComparingTo("5400000000000");
        assertThat(use.getLast().itMillijoules()).isEqualByComparingTo("25200000000");
    }

    @Test
    void namesTheSumsThatAPercentageIsTakenOf() {
        Example example = example(monthly(), new Support("support", "Support", List.of("month"), BigDecimal.TEN));
        MonthExplanation explanation = example.explained("2026-01", project(example, "support"), "support")
                .orElseThrow();
        assertThat(explanation.madeFrom()).containsExactly(new NamedSum("month", new BigDecimal("90")));
        assertThat(explanation.prices()).isEmpty();
        assertThat(explanation.charges())
                .extracting(Charge::amount)
                .singleElement()
                .satisfies(amount -> assertThat(amount).isEqualByComparingTo("9"));
    }

    @Test
    void isEmptyForWhatWasNotCharged() {
        Example example = example(monthly());
        assertThat(example.explained("2026-01", "another", "month")).isEmpty();
        assertThat(example.explained("2026-01", project(example, "month"), "another"))
                .isEmpty();
    }
}
