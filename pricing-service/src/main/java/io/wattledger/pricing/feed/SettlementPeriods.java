package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.Resolution;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The half-hours of a British settlement day: 48, and 46 or 50 on the days when the clocks change (BSC, section X). */
final class SettlementPeriods {

    private SettlementPeriods() {}

    /** The start of a period, counted from 1 at local midnight. */
    static Instant start(LocalDate date, long period, ZoneId zone, Refusing refusing) {
        Instant midnight = date.atStartOfDay(zone).toInstant();
        Instant next = date.plusDays(1).atStartOfDay(zone).toInstant();
        int periods = Resolution.PT30M.slotsBetween(midnight, next);
        if (period < 1 || period > periods) {
            throw refusing.because("must lie between 1 and " + periods + ", the settlement periods of " + date);
        }
        return midnight.plus(Resolution.PT30M.length().multipliedBy(period - 1));
    }
}
