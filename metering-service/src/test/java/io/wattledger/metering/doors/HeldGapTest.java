package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.MeteredUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Gaps between heartbeats that are filled, and then held. */
@QuarkusTest
@WithSuite
class HeldGapTest {

    private final String tenant = Usage.newTenant();
    private final String other = Usage.newTenant();
    private final String site = "site-of-" + tenant;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void whatIsLeftIsNotEstimated() {
        Fleet.publishSite(site);
        for (int minute : new int[] {0, 1, 2, 3, 8}) {
            Fleet.sendAll(tenant, Fleet.beat("beat-" + minute, "pod", site, "GPU-1", at(minute), at(minute + 1)));
        }
        assertUsed(540_000, 240_000L);

        Fleet.sendAll(other, Fleet.claim("claim", site, "GPU-1", "2024-02-29T23:59:00Z", at(8)));
        assertUsed(60_000, null);

        // A late beat makes the gap shorter, and a claim that ends earlier leaves a part of it.
        Fleet.sendAll(tenant, Fleet.beat("late", "pod", site, "GPU-1", at(5), at(6)));
        assertUsed(60_000, null);
        Fleet.sendAll(other, Fleet.withdrawal("w", "claim"));
        assertUsed(540_000, 180_000L);
        Fleet.sendAll(other, Fleet.claim("shorter", site, "GPU-1", "2024-02-29T23:59:00Z", at(7)));
        assertUsed(120_000, 60_000L);
        Fleet.sendAll(tenant, Fleet.withdrawal("w", "late"));
        assertUsed(120_000, 60_000L);
        Fleet.sendAll(other, Fleet.withdrawal("w2", "shorter"));
        assertUsed(540_000, 240_000L);
    }

    private static String at(int minute) {
        return "2024-03-01T00:0" + minute + ":00Z";
    }

    private void assertUsed(long used, Long estimated) {
        Books.awaitNothingPending();
        MeteredUsage[] latest = new MeteredUsage[1];
        TestKafka.await(Topics.METERED_USAGE, records -> {
            records.forEach(record -> read(record.value()).ifPresent(usage -> latest[0] = usage));
            return latest[0] != null;
        });
        assertThat(latest[0])
                .extracting(MeteredUsage::milliGpuSeconds, MeteredUsage::estimatedMilliGpuSeconds)
                .containsExactly(used, estimated);
    }

    private Optional<MeteredUsage> read(byte[] value) {
        try {
            return Optional.of(WireJson.read(value, MeteredUsage.class))
                    .filter(usage -> usage.tenant().equals(tenant));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
