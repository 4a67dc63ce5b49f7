package io.wattledger.pricing.rest;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.energy.DayCompleteness;
import io.wattledger.pricing.energy.EnergySeries;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.PriceBook.Known;
import io.wattledger.pricing.flow.ReadSeries.Values;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Delivery days in query parameters, and what is said about each.
 *
 * @param first first day
 * @param last last day, included
 */
record DaySpan(LocalDate first, LocalDate last) {

    private static final int MOST_DAYS = 1100;

    /**
     * One delivery day.
     *
     * @param expected how many values the day has by the clock of its zone
     * @param known how many are known
     * @param preliminary how many of these are preliminary
     * @param state {@code missing}, {@code partial}, {@code preliminary} or {@code final}
     * @param missing stretches without a value
     */
    public record DayItem(
            LocalDate day, int expected, int known, int preliminary, String state, List<Interval> missing) {

        static DayItem from(DayCompleteness day) {
            return new DayItem(
                    day.day(),
                    day.expected(),
                    day.known(),
                    day.preliminary(),
                    day.state().name().toLowerCase(Locale.ROOT),
                    day.missing());
        }
    }

    /** Delivery days in order. */
    public record DayList(String series, List<DayItem> items) {}

    static DaySpan of(@Nullable String from, @Nullable String to) {
        LocalDate first = Windows.day(from, "from");
        LocalDate last = Windows.day(to, "to");
        if (last.isBefore(first) || ChronoUnit.DAYS.between(first, last) > MOST_DAYS) {
            throw Windows.refuse("to", "'" + to + "' must lie 0 to " + MOST_DAYS + " days after from '" + from + "'");
        }
        return new DaySpan(first, last);
    }

    /** The instants of these days by a clock. */
    Interval in(ZoneId zone) {
        return new Interval(
                first.atStartOfDay(zone).toInstant(),
                last.plusDays(1).atStartOfDay(zone).toInstant());
    }

    /** What the values of these days make of each. */
    DayList completeness(Values<?> known) {
        EnergySeries series = known.series();
        Map<Instant, ValueState> states = known.values().stream().collect(Collectors.toMap(Known::start, Known::state));
        return new DayList(
                series.id(),
                first.datesUntil(last.plusDays(1))
                        .map(day ->
                                DayItem.from(DayCompleteness.of(series.resolution(), series.timeZone(), day, states)))
                        .toList());
    }
}
