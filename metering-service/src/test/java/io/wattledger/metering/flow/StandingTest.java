package io.wattledger.metering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.event.AllocatedInterval;
import io.wattledger.metering.event.Correction;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.Placement;
import io.wattledger.metering.event.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When an event that comes again is the one that stands. */
class StandingTest {

    private static final EventIdentity IDENTITY = new EventIdentity("acme", "/s", "1");
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");

    @Test
    void whateverTheOrderOfItsDevices() {
        UsageLedger.Standing standing =
                new UsageLedger.Standing(IDENTITY, event("a", "b").contentHash());

        assertThat(standing.says(event("b", "a"))).isTrue();
        assertThat(standing.says(event("a", "c"))).isFalse();
    }

    /** Until 2026-12-01 the hash went by the order; the same bytes sent again must not become a conflict now. */
    @Test
    void asItWasSentWhereItIsKnownByThat() {
        AllocatedInterval sent = (AllocatedInterval) event("b", "a").report();
        byte[] asSent = Correction.hashAsSent(sent, null);
        assertThat(asSent).isNotNull().isNotEqualTo(sent.contentHash());
        UsageLedger.Standing standing = new UsageLedger.Standing(IDENTITY, asSent);

        assertThat(standing.says(event("b", "a"))).isTrue();
        assertThat(standing.says(event("a", "c"))).isFalse();
    }

    private static Assessed.Fit event(String... devices) {
        AllocatedInterval interval = new AllocatedInterval(
                IDENTITY,
                new UsageKey("acme", "weather", "glomfjord", "h100-sxm"),
                2000,
                new Interval(START, START.plusSeconds(60)),
                null,
                new Placement(null, null, List.of(devices), null));
        return Assessed.Fit.of(new Verdict.Accepted(interval, null), new byte[0]);
    }
}
