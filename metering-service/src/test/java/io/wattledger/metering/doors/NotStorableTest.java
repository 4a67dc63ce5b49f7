package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
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
import io.wattledger.contracts.message.SkuFacts;
import io.wattledger.metering.allocation.BeatTimeline;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.flow.CloseStandingRefusals;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event that keeps every rule and cannot be metered all the same holds up none behind it. */
@QuarkusTest
@WithSuite
class NotStorableTest {

    private static final byte[] UNKNOWN_FORM = {99};
    private static final byte[] NO_WINDOWS = new BeatTimeline().bytes();

    private final String tenant = Usage.newTenant();

    @Inject
    TenantScope scope;

    @Inject
    CloseStandingRefusals closing;

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
        double waitedFor = notStorable();
        assertThat(waitedFor).isPositive();

        mend();
        RefusalDoor.replay(RefusalDoor.onlyId(tenant), null).statusCode(200);
        assertThat(notStorable()).isEqualTo(waitedFor - 1);
        TestKafka.await(Topics.USAGE_WATERMARKS, all -> all.stream().anyMatch(one -> isOf(tenant, one)));
        Books.awaitNothingPending();
    }

    private static double notStorable() {
        return given().get("/q/metrics")
                .then()
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith("wattledger_metering_refusals_not_storable"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** What is replayed with it goes through all the same, and its own attempt is told like any other. */
    @Test
    void replayedTooSoonItIsRefusedAgainAndInNoOthersWay() {
        String sku = "b200-" + tenant;
        sendWhatCannotBeStored();
        List<CloudEvent> early = List.of(
                Usage.event(tenant, "1", Usage.data("glomfjord", 1).replace("h100-sxm", sku)),
                Usage.event(tenant, "2", Usage.data("glomfjord", 1).replace("h100-sxm", sku)));
        TestKafka.send(
                early.stream().map(one -> Usage.binaryRecord(tenant, one)).toList());
        Books.await(tenant, 4, 1, 0, 0, 3);
        TestKafka.send(List.of(Usage.reference(Topics.SKUS, sku, new SkuFacts(sku, "NVIDIA B200", "B200", 192, 1))));

        JsonPath done = RefusalDoor.asOperator()
                .post("/api/v1/refusals/replay?tenants=" + tenant)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(done.getList("items.action")).containsExactlyInAnyOrder("replayed", "replayed", "refused-again");
        String id = openId();
        RefusalDoor.replay(id, null).statusCode(422).body("code", equalTo("not-storable"));

        JsonPath refusal = Books.read("/api/v1/refusals/" + id);
        assertThat(refusal.getString("refusal.state")).isEqualTo("open");
        assertThat(refusal.getLong("refusal.attempts")).isEqualTo(3);
        assertThat(refusal.getList("steps.code")).containsExactly("not-storable", "not-storable");
        Books.assertBooks(tenant, 8, 3, 0, 0, 5);

        mend();
        RefusalDoor.replay(id, null).statusCode(200);
        Books.assertBooks(tenant, 9, 4, 0, 0, 5);
    }

    /** The operator has mended the row and the collector sends the same record again: nobody has to decide anything any more. */
    @ParameterizedTest
    @ValueSource(strings = {"kafka", "http"})
    void sentAnewAndTakenInItHoldsNothingAnyMore(String door) {
        sendWhatCannotBeStored();
        String id = RefusalDoor.onlyId(tenant);
        complete(tenant);
        mend();
        if (door.equals("kafka")) {
            TestKafka.send(List.of(Usage.binaryRecord(tenant, beat("2024-03-01T00:01:00Z"))));
        } else {
            RefusalDoor.send(tenant, Usage.structured(beat("2024-03-01T00:01:00Z")))
                    .statusCode(202);
        }

        awaitClosed(id);
        Books.await(tenant, 5, 3, 1, 0, 1);
        assertThat(Books.metered(tenant)).isEqualTo(28_800_000 + 60_000);
        JsonPath refusal = Books.read("/api/v1/refusals/" + id);
        assertThat(refusal.getList("steps.actor")).containsExactly("metering");
        assertThat(refusal.getString("steps[0].event.id")).isEqualTo("beat");
        TestKafka.await(Topics.USAGE_WATERMARKS, all -> all.stream().anyMatch(one -> isOf(tenant, one)));
    }

    /** Nothing of it is to be stored any more, so what is in its way does not matter. */
    @Test
    void withdrawnItHoldsNothingAnyMore() {
        sendWhatCannotBeStored();
        String id = RefusalDoor.onlyId(tenant);
        complete(tenant);
        Fleet.sendAll(
                tenant, Fleet.event("w", UsageEventTypes.USAGE_WITHDRAWN, "{'id':'beat','reason':'it is not needed'}"));

        awaitClosed(id);
        assertThat(Books.metered(tenant)).isEqualTo(28_800_000);
        TestKafka.await(Topics.USAGE_WATERMARKS, all -> all.stream().anyMatch(one -> isOf(tenant, one)));
    }

    /** Which of the two is right only a person can say; once it is known that they differ, they are not compared again and again. */
    @Test
    void atOddsWithWhatWasTakenInItStaysOpen() {
        sendWhatCannotBeStored();
        String id = RefusalDoor.onlyId(tenant);
        mend();
        TestKafka.send(List.of(Usage.binaryRecord(tenant, beat("2024-03-01T00:02:00Z"))));
        Books.await(tenant, 3, 2, 0, 0, 1);

        closing.run();
        Books.await(tenant, 4, 2, 0, 1, 1);
        closing.run();
        closing.run();
        JsonPath refusal = Books.read("/api/v1/refusals/" + id);
        assertThat(refusal.getString("refusal.state")).isEqualTo("open");
        assertThat(refusal.getList("steps.action")).containsExactly("conflict");
        Books.assertBooks(tenant, 4, 2, 0, 1, 1);
    }

    private void awaitClosed(String id) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(Books.read("/api/v1/refusals/" + id).getString("refusal.state"))
                                .isEqualTo("replayed"));
    }

    private CloudEvent beat(String at) {
        return CloudEventBuilder.v1(
                        Fleet.beat("beat", "vm", "glomfjord", "GPU-of-" + tenant, "2024-03-01T00:00:00Z", at))
                .withExtension(UsageEventTypes.TENANT_EXTENSION, tenant)
                .build();
    }

    /** The id of the only refusal that is still open. */
    private String openId() {
        List<String> ids =
                Books.read("/api/v1/refusals?state=open&tenants=" + tenant).getList("items.id");
        assertThat(ids).hasSize(1);
        return ids.getFirst();
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

    /** Who discarded it for its unknown SKU, since it would be sent again, has not decided that it is not to be metered. */
    @Test
    void discardedForAnotherReasonItIsOpenedAgainAndOnlyOnce() {
        String sku = "b200-" + tenant;
        damage();
        CloudEvent beat = CloudEventBuilder.v1(
                        Fleet.event("beat", UsageEventTypes.ALLOCATION_HEARTBEAT, """
                        {'allocation':'vm','site':'glomfjord','sku':'%s','gpuCount':1,'at':'2024-03-01T00:01:00Z'}""".formatted(sku)))
                .withExtension(UsageEventTypes.TENANT_EXTENSION, tenant)
                .build();
        TestKafka.send(List.of(Usage.binaryRecord(tenant, beat)));
        Books.await(tenant, 1, 0, 0, 0, 1);
        String id = RefusalDoor.onlyId(tenant);
        RefusalDoor.discard(id, "{\"reason\":\"it will be sent again\"}").statusCode(200);
        TestKafka.send(List.of(Usage.reference(Topics.SKUS, sku, new SkuFacts(sku, "NVIDIA B200", "B200", 192, 1))));

        TestKafka.send(List.of(Usage.binaryRecord(tenant, beat)));
        Books.await(tenant, 2, 0, 0, 0, 2);
        assertThat(openId()).isEqualTo(id);
        assertThat(Books.read("/api/v1/refusals/" + id).getString("refusal.code"))
                .isEqualTo("not-storable");
        assertThat(openRecords()).isEqualTo(1);

        RefusalDoor.discard(id, "{\"reason\":\"it is not needed\"}").statusCode(200);
        TestKafka.send(List.of(Usage.binaryRecord(tenant, beat)));
        Books.await(tenant, 3, 0, 0, 0, 3);
        assertThat(Books.read("/api/v1/refusals/" + id).getString("refusal.state"))
                .isEqualTo("discarded");
        assertThat(openRecords()).isZero();
    }

    private long openRecords() {
        return scope.inTransaction(tenant, connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT open_records FROM refusal_stock");
                    ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getLong(1);
            }
        });
    }

    /** Makes a row of the allocation that cannot be read. */
    private void damage() {
        row("""
            INSERT INTO beat_allocation (beats, tenant_id, allocation_key, source, site, allocation)
            VALUES (?, ?, ?, '/slurm/test', 'glomfjord', 'vm')""", UNKNOWN_FORM);
    }

    /** A beat whose stream cannot be read, and behind it an event like any other. */
    private void sendWhatCannotBeStored() {
        damage();
        TestKafka.send(List.of(
                Usage.binaryRecord(tenant, beat("2024-03-01T00:01:00Z")),
                Usage.binaryRecord(tenant, Usage.event(tenant, "after"))));
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
