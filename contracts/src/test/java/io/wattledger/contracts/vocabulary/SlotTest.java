package io.wattledger.contracts.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTest {

    @ParameterizedTest
    @CsvSource({
        "2026-10-25T00:00:00Z,           2026-10-25T00:00:00Z",
        "2026-10-25T00:14:59.999999999Z, 2026-10-25T00:00:00Z",
        "2026-10-25T00:15:00Z,           2026-10-25T00:15:00Z",
        "2026-12-31T23:59:59Z,           2026-12-31T23:45:00Z",
        "1970-01-01T00:00:00Z,           1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.5Z,         1969-12-31T23:45:00Z"
    })
    void containsEveryInstantOfItsQuarterHour(Instant instant, Instant start) {
        Slot slot = Slot.containing(instant);

        assertThat(slot.start()).isEqualTo(start);
        assertThat(slot.interval().contains(instant)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-10-25T00:00:01Z", "2026-10-25T00:14:00Z", "2026-10-25T00:15:00.000000001Z"})
    void refusesAStartOffTheQuarterHour(Instant start) {
        assertThatThrownBy(() -> new Slot(start))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(start.toString());
    }

    @Test
    void anyInstantLiesInExactlyOneSlot() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 10_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-4_000_000_000L, 8_000_000_000L), random.nextInt(1_000_000_000));

            Slot slot = Slot.containing(instant);

            assertThat(slot.interval().contains(instant))
                    .as("%s in %s", instant, slot)
                    .isTrue();
            Slot next = new Slot(slot.end());
            assertThat(next.interval().contains(instant))
                    .as("%s in the next of %s", instant, slot)
                    .isFalse();
            assertThat(Slot.containing(slot.end())).isEqualTo(next).isGreaterThan(slot);
        }
    }

    /** Why a slot never straddles a day: also the zones with odd offsets have midnight on a quarter-hour. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Oslo",
                "Europe/London",
                "Asia/Kathmandu",
                "Australia/Eucla",
                "Pacific/Chatham",
                "Asia/Kolkata"
            })
    void localMidnightsAreSlotStarts(ZoneId zone) {
        for (LocalDate day = LocalDate.of(2026, 1, 1); day.getYear() == 2026; day = day.plusDays(1)) {
            Instant midnight = day.atStartOfDay(zone).toInstant();

            assertThat(Slot.containing(midnight).start()).isEqualTo(midnight);
        }
    }
}
