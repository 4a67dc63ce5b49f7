package io.wattledger.pricing.energy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * A publisher's answer that is fetched every day.
 *
 * @param id id in the catalog
 * @param reading how the answer is read
 * @param address where it is
 * @param schedule when it is fetched
 */
public record PriceFeed(String id, Reading reading, FeedAddress address, Schedule schedule) {

    /**
     * When the document of a delivery day is fetched.
     *
     * @param at local time of day from which it should be there
     * @param timeZone the clock of that time and of the delivery days
     * @param daysAhead how many days before its delivery day a document is published; 1 for day-ahead prices
     * @param attempts how often one day is tried by itself
     * @param backOff wait after the first failed attempt; doubles with every further one
     */
    public record Schedule(LocalTime at, ZoneId timeZone, int daysAhead, int attempts, Duration backOff) {

        /** How many days back a day that was missed, for example while the service stood still, is still fetched. */
        public static final int CATCH_UP_DAYS = 7;

        /** When the document of a delivery day should be there. */
        public Instant dueAt(LocalDate deliveryDay) {
            return deliveryDay.minusDays(daysAhead).atTime(at).atZone(timeZone).toInstant();
        }

        /** The oldest delivery day that is still fetched by itself. */
        public LocalDate oldest(Instant now) {
            return today(now).minusDays(CATCH_UP_DAYS);
        }

        /** The last delivery day whose document may be there. */
        public LocalDate latest(Instant now) {
            return today(now).plusDays(daysAhead);
        }

        /** When to try again after so many failed attempts, at {@code now}; one day at most between two attempts. */
        public Instant nextAttempt(Instant now, int failed) {
            Duration wait = backOff;
            for (int number = 1; number < failed && wait.compareTo(Duration.ofDays(1)) < 0; number++) {
                wait = wait.multipliedBy(2);
            }
            return now.plus(wait.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : wait);
        }

        private LocalDate today(Instant now) {
            return now.atZone(timeZone).toLocalDate();
        }
    }
}
