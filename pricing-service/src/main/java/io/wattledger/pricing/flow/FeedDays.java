package io.wattledger.pricing.flow;

import io.wattledger.pricing.energy.PriceFeed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;

/** The delivery days that a feed is responsible for. */
final class FeedDays {

    private FeedDays() {}

    /** Delivery days whose documents should be there, from the feed's first day on, at most some days back. */
    static Stream<LocalDate> watched(PriceFeed feed, Instant since, Instant now) {
        PriceFeed.Schedule schedule = feed.schedule();
        LocalDate first = since.atZone(schedule.timeZone()).toLocalDate().plusDays(Math.min(0, schedule.daysAhead()));
        LocalDate oldest = schedule.oldest(now);
        LocalDate from = first.isAfter(oldest) ? first : oldest;
        return from.isAfter(schedule.latest(now))
                ? Stream.empty()
                : from.datesUntil(schedule.latest(now).plusDays(1))
                        .filter(day -> !schedule.dueAt(day).isAfter(now));
    }
}
