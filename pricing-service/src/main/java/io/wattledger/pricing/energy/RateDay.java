package io.wattledger.pricing.energy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Which day's exchange rate holds for a delivery day. Contracts differ in this, and over a holiday it shows: example C50
 * comes to three different sums.
 */
public sealed interface RateDay {

    /** The rate of the delivery day, else the last one before it. */
    record DeliveryDay() implements RateDay {}

    /** The last rate published before the delivery day, as is usual where the day's energy is bought the day before. */
    record DayBefore() implements RateDay {}

    /**
     * The rate of one day for a whole month of delivery, the day of the invoice for example; else the last one before it.
     * Nothing is known until that day's rate is there, or a later one shows that it had none.
     *
     * @param monthsAfter 0 for a day in the month of delivery, at most {@link #MOST_MONTHS_AFTER}
     * @param day day of that month from 1 to 31; its last day where the month is shorter
     */
    record DayOfMonth(int monthsAfter, int day) implements RateDay {

        LocalDate fixing(LocalDate deliveryDay) {
            YearMonth month = YearMonth.from(deliveryDay).plusMonths(monthsAfter);
            return month.atDay(Math.min(day, month.lengthOfMonth()));
        }
    }

    /** How many months after delivery a rate may be fixed. */
    int MOST_MONTHS_AFTER = 2;

    /** The days of the longest month. */
    int LONGEST_MONTH_DAYS = 31;

    /** The newest day whose rate may hold for deliveries on {@code deliveryDay}. */
    default LocalDate newestFor(LocalDate deliveryDay) {
        return switch (this) {
            case DeliveryDay same -> deliveryDay;
            case DayBefore before -> deliveryDay.minusDays(1);
            case DayOfMonth fixed -> fixed.fixing(deliveryDay);
        };
    }

    /** How long after the start of a delivery it may be until the rate that holds for it is known. */
    default Duration latest() {
        return this instanceof DayOfMonth fixed
                ? Duration.ofDays((fixed.monthsAfter() + 1L) * LONGEST_MONTH_DAYS + KnownRates.OLDEST_DAYS)
                : Duration.ofDays(1);
    }

    /** What is wrong with the rule; empty where nothing is. */
    default Optional<String> flaw() {
        if (!(this instanceof DayOfMonth(int monthsAfter, int day))) {
            return Optional.empty();
        }
        if (monthsAfter < 0 || monthsAfter > MOST_MONTHS_AFTER) {
            return Optional.of("monthsAfter is " + monthsAfter + ": it must be from 0 to " + MOST_MONTHS_AFTER);
        }
        return day < 1 || day > 31
                ? Optional.of("day is " + day + ": it must be a day of a month, from 1 to 31")
                : Optional.empty();
    }
}
