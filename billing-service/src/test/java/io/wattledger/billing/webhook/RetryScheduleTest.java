package io.wattledger.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

    @ParameterizedTest
    @CsvSource({"1, PT5S", "2, PT5M", "3, PT30M", "4, PT2H", "5, PT5H", "6, PT10H", "7, PT14H", "8, PT20H", "9, PT24H"})
    void waitsAsTheSpecificationSaysAndUpToAFifthLonger(int attempts, Duration least) {
        Set<Duration> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            Duration wait = RetrySchedule.after(attempts, "evt_" + i).orElseThrow();
            assertThat(wait).isBetween(least, least.plus(least.dividedBy(5)));
            seen.add(wait);
        }

        assertThat(seen).hasSizeGreaterThan(100);
        assertThat(RetrySchedule.after(attempts, "evt_7")).isEqualTo(RetrySchedule.after(attempts, "evt_7"));
    }

    @Test
    void givesUpAfterTenAttempts() {
        assertThat(RetrySchedule.after(10, "evt_1")).isEmpty();
    }

    @Test
    void knowsAnEventByWhatHappenedAndKeepsItSmall() {
        Instant at = Instant.parse("2026-11-02T08:00:00Z");
        Event event = new Event("havvik", EventType.INVOICE_PAID, "NO26-1", "2", at, Map.of("number", "NO26-1"));
        Event later =
                new Event("havvik", EventType.INVOICE_PAID, "NO26-1", "2", at.plusSeconds(9), Map.of("number", "x"));
        Event other = new Event("bodo", EventType.INVOICE_PAID, "NO26-1", "2", at, Map.of());
        Event large = new Event(
                "havvik", EventType.INVOICE_PAID, "NO26-1", "2", at, Map.of("x", "y".repeat(Event.MOST_BYTES)));

        assertThat(event.id()).isEqualTo(later.id()).isNotEqualTo(other.id());
        assertThat(new String(event.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"invoice.paid\",\"timestamp\":\"2026-11-02T08:00:00Z\","
                        + "\"data\":{\"number\":\"NO26-1\"}}");
        assertThatThrownBy(large::body).isInstanceOf(IllegalArgumentException.class);
    }
}
