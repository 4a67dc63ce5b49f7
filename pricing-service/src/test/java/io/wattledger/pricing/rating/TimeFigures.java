package io.wattledger.pricing.rating;

import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.pricing.Example;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** Examples of time, C13 to C22: clocks, quarter-hours, days and months. */
final class TimeFigures {

    private static final String WINTER = "2026-01-12T00:00:00Z";
    private static final LocalDate AUTUMN = LocalDate.parse("2026-10-25");
    private static final LocalDate SPRING = LocalDate.parse("2026-03-29");

    private TimeFigures() {}

    static Figures all() {
        return new Figures()
                .add(
                        "C13",
                        "usage across a price change",
                        () -> new Example()
                                .prices("2026-01-12T10:00:00Z", "40", "60")
                                .kilowatts("2026-01-12T10:07:30Z", "2026-01-12T10:22:30Z", "96")
                                .billed())
                .add(
                        "C15",
                        "an hourly meter under quarter-hour prices",
                        () -> quarters().kwh(WINTER, "10", "10", "10", "10").billed())
                .add(
                        "C16",
                        "a quarter-hour meter under quarter-hour prices",
                        () -> quarters().kwh(WINTER, "2", "18", "12", "8").billed())
                .add("C18", "quarter-hours of the autumn day", () -> quartersOf(AUTUMN))
                .add("C18", "the autumn day", () -> day("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"))
                .add("C19", "quarter-hours of the spring day", () -> quartersOf(SPRING))
                .add("C19", "the spring day", () -> day("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"))
                .add("C21", "until the month ends at the site", () -> ofDay(0))
                .add("C21", "after it", () -> ofDay(1))
                .add(
                        "C22",
                        "the hour with a leap second",
                        () -> new Example()
                                .flatPrice("2016-12-31T23:00:00Z", "2017-01-01T00:00:00Z", "1000")
                                .kilowatts("2016-12-31T23:00:00Z", "2017-01-01T00:00:00Z", "100")
                                .billed());
    }

    private static Example quarters() {
        return new Example().prices(WINTER, "10", "20", "30", "60");
    }

    /** As the site itself counts them. */
    private static String quartersOf(LocalDate day) {
        var interval = new Example().site().interval(day);
        return String.valueOf(Duration.between(interval.start(), interval.end()).dividedBy(Slot.LENGTH));
    }

    private static String day(String start, String end) {
        return new Example()
                .flatPrice(start, end, "30")
                .kwhPerQuarter(start, end, "10")
                .billed();
    }

    /** The line of a day of usage across the end of March at a site in Norway. */
    private static String ofDay(int number) {
        Example example = new Example()
                .flatPrice("2026-03-31T21:45:00Z", "2026-03-31T22:00:00Z", "40")
                .flatPrice("2026-03-31T22:00:00Z", "2026-03-31T22:15:00Z", "60")
                .kilowatts("2026-03-31T21:50:00Z", "2026-03-31T22:10:00Z", "120");
        var day = example.rated().get(number);
        if (!day.periodStart().equals(Instant.parse(number == 0 ? "2026-03-30T22:00:00Z" : "2026-03-31T22:00:00Z"))) {
            throw new IllegalStateException("day " + number + " begins at " + day.periodStart());
        }
        return Example.line(Example.charge(day, "energy").amount()) + " " + day.currency();
    }
}
