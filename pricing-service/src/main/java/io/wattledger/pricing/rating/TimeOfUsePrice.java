package io.wattledger.pricing.rating;

import io.wattledger.pricing.tariff.LocalHours;
import io.wattledger.pricing.tariff.TimeOfUse;
import io.wattledger.pricing.tariff.TimeOfUse.Band;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The price of the first band that holds at the site's local time, on its local day: a repeated hour has it twice. */
final class TimeOfUsePrice {

    private TimeOfUsePrice() {}

    static SlotPrice at(TimeOfUse component, Terms terms, Instant start) {
        LocalDateTime local = start.atZone(terms.site().timeZone()).toLocalDateTime();
        boolean holiday = component.isHoliday(local.toLocalDate());
        Optional<BigDecimal> price = component.bandsAt(terms.site().id()).stream()
                .flatMap(site -> site.bands().stream())
                .filter(band -> holds(band.hours(), local, holiday))
                .findFirst()
                .map(Band::pricePerKwh);
        return FixedPrice.perKwh(price, terms);
    }

    private static boolean holds(@Nullable LocalHours hours, LocalDateTime local, boolean holiday) {
        return hours == null || hours.contain(local.toLocalDate(), local.toLocalTime(), holiday);
    }
}
