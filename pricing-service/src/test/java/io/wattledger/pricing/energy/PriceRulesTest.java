package io.wattledger.pricing.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.contracts.vocabulary.Interval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceRulesTest {

    private static final Instant LATE = Instant.parse("2026-10-26T08:30:00Z");

    @Test
    void theSamePriceInBothUnits() {
        EnergyPrice perKwh = EnergyPrice.of(new BigDecimal("0.33157"), EnergyUnit.KWH);
        assertThat(perKwh.perMwh().value()).isEqualByComparingTo("331.57");
        assertThat(perKwh).isNotEqualTo(EnergyPrice.of(new BigDecimal("0.33157"), EnergyUnit.MWH));
    }

    @ParameterizedTest(name = "{0} in {1} at {2}: {3}")
    @CsvSource({
        "2026-10-25, Europe/Oslo, PT15M, 100",
        "2026-03-29, Europe/Oslo, PT15M, 92",
        "2026-11-12, Europe/Oslo, PT15M, 96",
        "2026-10-25, Europe/London, PT30M, 50",
        "2026-03-29, Europe/London, PT30M, 46",
        "2026-11-12, Europe/London, PT30M, 48",
        "2026-10-25, Europe/Oslo, PT60M, 25",
        "2026-03-29, Europe/Oslo, PT60M, 23",
        "2026-11-12, Europe/Oslo, PT60M, 24"
    })
    void aDeliveryDayHasAsManySlotsAsTheZonesClockSays(
            LocalDate day, ZoneId zone, Resolution resolution, int expected) {
        DayCompleteness nothing = DayCompleteness.of(resolution, zone, day, Map.of());
        assertThat(nothing.expected()).isEqualTo(expected);
        assertThat(nothing.known()).isZero();
        assertThat(nothing.state()).isEqualTo(DayCompleteness.State.MISSING);
        Interval whole = nothing.missing().getFirst();
        assertThat(nothing.missing()).hasSize(1);
        Map<Instant, ValueState> states = new HashMap<>();
        for (Instant at = whole.start(); at.isBefore(whole.end()); at = at.plus(resolution.length())) {
            states.put(at, ValueState.FINAL);
        }
        assertThat(DayCompleteness.of(resolution, zone, day, states).state()).isEqualTo(DayCompleteness.State.FINAL);
        Instant fifth = whole.start().plus(resolution.length().multipliedBy(5));
        states.put(fifth, ValueState.PRELIMINARY);
        assertThat(DayCompleteness.of(resolution, zone, day, states).state())
                .isEqualTo(DayCompleteness.State.PRELIMINARY);
        states.remove(fifth);
        states.remove(fifth.plus(resolution.length()));
        DayCompleteness partial = DayCompleteness.of(resolution, zone, day, states);
        assertThat(partial.state()).isEqualTo(DayCompleteness.State.PARTIAL);
        assertThat(partial.known()).isEqualTo(expected - 2);
        assertThat(partial.missing())
                .containsExactly(
                        new Interval(fifth, fifth.plus(resolution.length().multipliedBy(2))));
    }

    @Test
    void aDocumentThatDoesNotSayWhenItWasMadeCountsAsMadeWhenReceived() {
        assertThat(DocumentOrder.of(null, null, LATE)).isEqualTo(new DocumentOrder(LATE, 0));
    }

    @Test
    void aRateHoldsUntilTheNextOneButNotForEver() {
        LocalDate friday = LocalDate.parse("2026-10-23");
        TreeMap<LocalDate, StatedRate> byDay = new TreeMap<>();
        byDay.put(friday, new StatedRate(friday, new BigDecimal("11.5"), "doc"));
        KnownRates rates = new KnownRates(new ExchangeRate("r", "EUR", "NOK", "ECB"), byDay);
        assertThat(rates.on(friday.minusDays(1))).isEmpty();
        assertThat(rates.on(friday)).isPresent();
        assertThat(rates.on(friday.plusDays(KnownRates.OLDEST_DAYS))).isPresent();
        assertThat(rates.on(friday.plusDays(KnownRates.OLDEST_DAYS + 1))).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "0, 13, 2026-04-02, 2026-04-13",
        "1, 5, 2026-04-30, 2026-05-05",
        "1, 31, 2026-01-31, 2026-02-28",
        "2, 31, 2025-12-01, 2026-02-28"
    })
    void aRateOfADayOfTheMonthHoldsForTheWholeMonth(int monthsAfter, int day, LocalDate delivery, LocalDate fixing) {
        RateDay rule = new RateDay.DayOfMonth(monthsAfter, day);
        assertThat(rule.flaw()).isEmpty();
        assertThat(rule.newestFor(delivery)).isEqualTo(fixing);
        ExchangeRate rate = new ExchangeRate("r", "EUR", "NOK", "ECB", rule);
        Instant from = delivery.atStartOfDay(ZoneOffset.UTC).toInstant();
        Interval deliveries = new Interval(from, from.plus(Duration.ofDays(1)));
        Instant fixed = fixing.atStartOfDay(ZoneOffset.UTC).toInstant();
        assertThat(KnownRates.needed(rate, deliveries).contains(fixed)).isTrue();
        Interval changed = new Interval(fixed, fixed.plus(Duration.ofDays(1)));
        assertThat(KnownRates.affected(rate, changed, null).contains(from)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, monthsAfter is -1", "3, 1, monthsAfter is 3", "0, 0, day is 0", "0, 32, day is 32"})
    void aDayThatNoMonthHasIsRefused(int monthsAfter, int day, String flaw) {
        assertThat(new RateDay.DayOfMonth(monthsAfter, day).flaw().orElseThrow())
                .startsWith(flaw);
    }

    @Test
    void aPriceHoldsForItsWholeSlotAndNotBeyond() {
        PriceSeries series = new PriceSeries(
                "s", "Z", "day-ahead", Resolution.PT60M, "EUR", EnergyUnit.MWH, "P", ZoneId.of("Europe/Oslo"));
        Instant start = Instant.parse("2026-10-25T00:00:00Z");
        StatedPrice price = new StatedPrice(new PricePerMwh(BigDecimal.TEN), "doc");
        KnownPrices prices = new KnownPrices(series, Map.of(start, price));
        assertThat(prices.at(start.plusSeconds(2700))).contains(price);
        assertThat(prices.at(start.plusSeconds(3600))).isEmpty();
        assertThat(prices.at(start.minusSeconds(900))).isEmpty();
    }

    @Test
    void anExchangeRateKnowsItsTwoCurrenciesOnly() {
        ExchangeRate rate = new ExchangeRate("r", "EUR", "NOK", "ECB");
        assertThat(rate.connects("EUR", "NOK")).isTrue();
        assertThat(rate.connects("NOK", "EUR")).isTrue();
        assertThat(rate.connects("EUR", "GBP")).isFalse();
        assertThat(rate.directionFrom("EUR")).isEqualTo(ExchangeRate.Direction.BASE_TO_QUOTE);
        assertThat(rate.directionFrom("NOK")).isEqualTo(ExchangeRate.Direction.QUOTE_TO_BASE);
        assertThatThrownBy(() -> rate.directionFrom("GBP")).hasMessageContaining("does not convert GBP");
    }
}
