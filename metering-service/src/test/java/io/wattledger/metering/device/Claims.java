package io.wattledger.metering.device;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.event.EventKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Claims for tests, in seconds of an early morning. */
final class Claims {

    private Claims() {}

    static Claim claim(String tenant, int contributor, int start, int end) {
        return new Claim(
                new Claimant(tenant, new EventKey(0, contributor), "/test", Integer.toString(contributor)),
                interval(start, end),
                new UsageKey(tenant, UsageKey.NO_PROJECT, "glomfjord", "h100-sxm"),
                1000);
    }

    static Interval interval(int start, int end) {
        return new Interval(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
    }

    static List<Claim> some(Random random) {
        List<Claim> claims = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            claims.add(one(random, i));
        }
        return claims;
    }

    static Claim one(Random random, int contributor) {
        int start = random.nextInt(60);
        return claim("tenant-" + random.nextInt(3), contributor, start, start + 1 + random.nextInt(60));
    }
}
