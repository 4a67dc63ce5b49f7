package io.wattledger.metering.meter;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which instants can be asked for: those that RFC 3339 can write. */
final class Times {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Times() {}

    static void check(String member, @Nullable Instant instant, List<Fault> faults) {
        if (instant != null && (instant.isBefore(FIRST) || instant.isAfter(LAST))) {
            faults.add(Fault.of(member, instant.toString(), "must lie in the years 1 to 9999"));
        }
    }
}
