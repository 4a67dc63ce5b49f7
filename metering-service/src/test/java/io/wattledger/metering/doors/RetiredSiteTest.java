package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Allocations that nobody stops at a site that is retired. */
@QuarkusTest
@WithSuite
class RetiredSiteTest {

    private static final Instant MIDNIGHT = Instant.parse("2024-03-01T00:00:00Z");
    private static final long HOUR = 3_600_000;

    private final String tenant = Usage.newTenant();
    private final Collector collector = new Collector(tenant, "site-" + tenant);

    @Inject
    TenantScope scope;

    @BeforeEach
    void catalog() {
        Usage.publishCatalog();
        Fleet.publishSite(collector.site);
    }

    @Test
    void areMeteredUpToItsRetirementHoweverLongItsCollectorBeats() {
        assertThat(collector.report(collector.start("1", "vm", MIDNIGHT.toString(), 1)))
                .containsExactly("metered");
        collector.completeUntil(scope, MIDNIGHT.plus(Duration.ofHours(3)));
        awaitHours(3);

        state("RETIRED", 2, MIDNIGHT.plus(Duration.ofHours(2)));
        awaitHours(2);
        collector.completeUntil(scope, MIDNIGHT.plus(Duration.ofHours(30)));
        assertThat(collector.report(collector.start("2", "other", MIDNIGHT.toString(), 1)))
                .containsExactly("metered");
        awaitHours(4);
        Books.awaitNothingPending();
        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(4 * HOUR);

        assertThat(collector.report(collector.stop("3", "other", "2024-03-01T05:00:00Z")))
                .containsExactly("metered");
        awaitHours(7);

        state("LIVE", 3, MIDNIGHT.plus(Duration.ofHours(40)));
        awaitHours(35);
    }

    private void state(String state, long revision, Instant published) {
        TestKafka.send(List.of(new ProducerRecord<>(
                Topics.SITES,
                null,
                published.toEpochMilli(),
                collector.site.getBytes(StandardCharsets.UTF_8),
                WireJson.write(Usage.site(collector.site, state, revision)))));
    }

    private void awaitHours(long hours) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(collector.milliGpuSeconds(scope)).isEqualTo(hours * HOUR));
    }
}
