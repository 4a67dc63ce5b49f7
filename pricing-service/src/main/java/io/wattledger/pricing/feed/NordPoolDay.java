package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.ValueState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The delivery day that a Nord Pool document says it is of.
 *
 * @param day as written
 * @param zone whose midnights begin and end it
 */
record NordPoolDay(LocalDate day, ZoneId zone) {

    static NordPoolDay of(JsonPlace place, ZoneId zone) {
        return new NordPoolDay(place.day(), zone);
    }

    /** The instant at a place, which must lie on the day. */
    Instant require(JsonPlace place) {
        Instant start = place.instant();
        if (!start.atZone(zone).toLocalDate().equals(day)) {
            throw place.refuse("lies on another delivery day than " + day);
        }
        return start;
    }

    /** Final and Preliminary as Nord Pool writes them. */
    static ValueState state(JsonPlace place) {
        return switch (place.text()) {
            case "Final" -> ValueState.FINAL;
            case "Preliminary" -> ValueState.PRELIMINARY;
            default -> throw place.refuse("must be Preliminary or Final");
        };
    }
}
