package io.wattledger.pricing.energy;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

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

    /** Copies the map. */
    public KnownRates {
        byDay = Collections.unmodifiableNavigableMap(new TreeMap<>(byDay));
    }

    /** The rate for deliveries on {@code day}: the one of that day, else the last one before it. */
    public Optional<StatedRate> on(LocalDate day) {
        return Optional.ofNullable(byDay.floorEntry(day))
                .map(Map.Entry::getValue)
                .filter(rate -> !rate.day().isBefore(day.minusDays(OLDEST_DAYS)));
    }
}
