package io.wattledger.metering.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.metering.event.Verdict.Accepted;
import io.wattledger.metering.event.Verdict.Refused;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterEventTest {

    private static final String TIME = "2024-03-01T01:00:00.123456789+01:00";

    @Test
    void takesAnEventOfTheCustomersOwn() {
        MeterEvent event = event("prompt", "customer-1", TIME, "{\"tokens\":1}");

        assertThat(event.identity()).isEqualTo(new EventIdentity("acme", "/app", "1"));
        assertThat(event.type()).isEqualTo("prompt");
        assertThat(event.subject()).isEqualTo("customer-1");
        assertThat(event.time()).isEqualTo(Instant.parse("2024-03-01T00:00:00.123456789Z"));
        assertThat(event.json()).isEqualTo("{\"tokens\":1}");
    }

    @Test
    void needsNeitherSubjectNorTime() {
        MeterEvent event = event("prompt", null, null, "null");

        assertThat(event.subject()).isNull();
        assertThat(event.time()).isNull();
    }

    /** As in reports of usage, a leap second is the first instant of the next day. */
    @Test
    void takesALeapSecond() {
        assertThat(event("prompt", null, "2016-12-31T23:59:60Z", "{}").time()).isEqualTo("2017-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            prompt, customer-1, 2024-03-01T00:00:00Z, {}, true
            prompt, customer-1, 2024-03-02T00:00:00Z, {}, true
            prompt, customer-1, -,                    {}, true
            prompt, customer-2, 2024-03-01T00:00:00Z, {}, false
            prompt, -,          2024-03-01T00:00:00Z, {}, false
            answer, customer-1, 2024-03-01T00:00:00Z, {}, false
            prompt, customer-1, 2024-03-01T00:00:00Z, {"a":1}, false
            """)
    void isTheSameWhateverTimeARetrySays(String type, String subject, String time, String json, boolean isSame) {
        byte[] first =
                event("prompt", "customer-1", "2024-03-01T00:00:00Z", "{}").contentHash();

        assertThat(Arrays.equals(first, event(type, subject, time, json).contentHash()))
                .isEqualTo(isSame);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            io.wattledger.x, s, 2024-03-01T00:00:00Z, unknown-type,          type
            IO.Wattledger.gpu.allocation.interval.v1, s, -, unknown-type,    type
            prompt,          s, yesterday,            invalid-field,         time
            prompt,          s, 2024-03-01T00:00:00,  invalid-field,         time
            prompt,          s, 2024-03-01T24:00:00Z, invalid-field,         time
            prompt,          s, 1999-12-31T23:59:59Z, before-earliest-start, time
            prompt,          s, 9999-01-01T00:00:00Z, in-the-future,         time
            """)
    void namesWhatIsWrong(String type, String subject, String time, String code, String field) {
        Verdict verdict = assess(type, subject, time, "{}");

        assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code().code()).isEqualTo(code);
            assertThat(refused.field()).isEqualTo(field);
        });
    }

    private static MeterEvent event(String type, @Nullable String subject, @Nullable String time, String json) {
        return (MeterEvent) ((Accepted) assess(type, subject, time, json)).report();
    }

    private static Verdict assess(String type, @Nullable String subject, @Nullable String time, String json) {
        Envelope envelope =
                new Envelope("1.0", "1", "/app", type, "acme", null, Envelope.Context.of(subject, time, null, null));
        return Reports.assess(new Arrival(envelope, new Arrival.Other(json), new byte[0]));
    }
}
