package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.metering.allocation.BeatTimeline;
import io.wattledger.metering.event.AllocationName;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An event that keeps every rule and cannot be metered all the same holds up none behind it. */
@QuarkusTest
@WithSuite
class NotStorableTest {

    private static final byte[] UNKNOWN_FORM = {99};
    private static final byte[] NO_WINDOWS = new BeatTimeline().bytes();

    private final String tenant = Usage.newTenant();

    @Inject
    TenantScope scope;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void isRefusedWithItsBytesAndReplayedOnceItCanBeMetered() {
        sendWhatCannotBeStored();

        String id = RefusalDoor.onlyId(tenant);
        JsonPath refusal = Books.read("/api/v1/refusals/" + id);
        assertThat(refusal.getString("refusal.code")).isEqualTo("not-storable");
        assertThat(refusal.getString("refusal.eventId")).isEqualTo("beat");
        assertThat(refusal.getString("event")).contains("GPU-of-" + tenant);

        mend();
        RefusalDoor.replay(id, null).statusCode(200).body("action", equalTo("replayed"));
        Books.await(tenant, 3, 2, 0, 0, 1);
        assertThat(Books.metered(tenant)).isEqualTo(28_800_000 + 60_000);
    }

    /** Its month would be issued without it; nobody else's waits. */
    @Test
    void holdsTheWatermarksOfItsTenantAndSiteUntilItIsReplayed() {
        String other = Usage.newTenant();
        sendWhatCannotBeStored();

        complete(tenant);
        complete(other);

        TestKafka.await(Topics.USAGE_WATERMARKS, all -> all.stream().anyMatch(one -> isOf(other, one)));
        assertThat(TestKafka.readAll(Topics.USAGE_WATERMARKS)).noneMatch(one -> isOf(tenant, one));
        Books.awaitNothingPending();

        mend();
        RefusalDoor.replay(RefusalDoor.onlyId(tenant), null).statusCode(200);
        TestKafka.await(Topics.USAGE_WATERMARKS, all -> all.stream().anyMatch(one -> isOf(tenant, one)));
        Books.awaitNothingPending();
    }

    private static void complete(String ofTenant) {
        Fleet.sendAll(
                ofTenant,
                Fleet.event(
                        "complete",
                        UsageEventTypes.COLLECTOR_HEARTBEAT,
                        "{'site':'glomfjord','completeUntil':'2024-04-01T00:00:00Z'}"));
    }

    private static boolean isOf(String tenant, ConsumerRecord<byte[], byte[]> watermark) {
        return new String(watermark.key(), UTF_8).equals(tenant + "/glomfjord");
    }

    /** A beat whose stream cannot be read, and behind it an event like any other. */
    private void sendWhatCannotBeStored() {
        row("""
            INSERT INTO beat_allocation (beats, tenant_id, allocation_key, source, site, allocation)
            VALUES (?, ?, ?, '/slurm/test', 'glomfjord', 'vm')""", UNKNOWN_FORM);
        CloudEvent beat = CloudEventBuilder.v1(Fleet.beat(
                        "beat", "vm", "glomfjord", "GPU-of-" + tenant, "2024-03-01T00:00:00Z", "2024-03-01T00:01:00Z"))
                .withExtension(UsageEventTypes.TENANT_EXTENSION, tenant)
                .build();
        TestKafka.send(
                List.of(Usage.binaryRecord(tenant, beat), Usage.binaryRecord(tenant, Usage.event(tenant, "after"))));
        Books.await(tenant, 2, 1, 0, 0, 1);
    }

    private void mend() {
        row("UPDATE beat_allocation SET beats = ? WHERE tenant_id = ? AND allocation_key = ?", NO_WINDOWS);
    }

    private void row(String sql, byte[] windows) {
        AllocationName name = new AllocationName(tenant, Usage.SOURCE, "glomfjord", "vm");
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setBytes(1, windows);
                statement.setString(2, tenant);
                statement.setBytes(3, name.key().bytes());
                assertThat(statement.executeUpdate()).isOne();
            }
        });
    }
}
