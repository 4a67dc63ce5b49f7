package io.wattledger.pricing.energy;

import io.wattledger.contracts.vocabulary.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The exchange rates of one series as known at one moment.
 *
 * @param exchangeRate whose rates
 * @param byDay rate by publishing day
 */
public record KnownRates(ExchangeRate exchangeRate, NavigableMap<LocalDate, StatedRate> byDay) {

    /**
     * How old the last rate may be. Publishers pause for weekends and holidays, never for a month; an older one is a
     * file that nobody loaded, and a price made from it would be wrong without anybody seeing it.
     */
    public static final int OLDEST_DAYS = 31;

    private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

    /** Copies the map. */
    public KnownRates {
        byDay = Collections.unmodifiableNavigableMap(new TreeMap<>(byDay));
    }

    /** Where rates must be looked for that deliveries in {@code window} may need. */
    public static Interval needed(ExchangeRate exchangeRate, Interval window) {
        return new Interval(
                window.start().minus(Duration.ofDays(OLDEST_DAYS + 2L)),
                window.end().plus(exchangeRate.rateDay().latest()));
    }

    /** Which deliveries a changed rate of {@code span} may matter for; the rate after it begins at {@code next}. */
    public static Interval affected(ExchangeRate exchangeRate, Interval span, @Nullable Instant next) {
        // A rate holds until the next one; the delivery day may begin and end some hours off UTC midnight.
        Instant end = next == null ? FOR_EVER : next.plus(Duration.ofDays(2));
        return new Interval(span.start().minus(exchangeRate.rateDay().latest()), end);
    }

    /** The rate for deliveries on {@code deliveryDay}, as the rule of the exchange rate has it. */
    public Optional<StatedRate> on(LocalDate deliveryDay) {
        LocalDate day = exchangeRate.rateDay().newestFor(deliveryDay);
        boolean isOpen = exchangeRate.rateDay() instanceof RateDay.DayOfMonth && byDay.ceilingEntry(day) == null;
        if (isOpen) {
            return Optional.empty();
        }
        return Optional.ofNullable(byDay.floorEntry(day))
                .map(Map.Entry::getValue)
                .filter(rate -> !rate.day().isBefore(day.minusDays(OLDEST_DAYS)));
    }
}
