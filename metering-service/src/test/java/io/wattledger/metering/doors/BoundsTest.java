package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static io.wattledger.metering.doors.Usage.binaryRecord;
import static io.wattledger.metering.doors.Usage.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.metering.allocation.Mark;
import io.wattledger.metering.allocation.Marks;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one tenant sends within the rules, and is more than anybody can mean, neither stops others nor is taken in half. */
@QuarkusTest
@WithSuite
class BoundsTest {

    /** 100,000 GPUs at 20 kW for the whole of a quarter-hour, which is 1.8 × 10¹⁵ mJ. */
    private static final String FULL_POWER = """
            {"project":"%s","site":"glomfjord","sku":"h100-sxm","gpuCount":100000,"start":"2024-03-01T00:00:00Z",
             "end":"2024-03-01T00:15:00Z","energyMillijoules":1800000000000000}""";

    private final String tenant = Usage.newTenant();
    private final String other = Usage.newTenant();

    @Inject
    TenantScope scope;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void refusesWhatWouldOverfillAQuarterHourAndTakesInAllElse() {
        Collector collector = new Collector(tenant, "glomfjord");
        List<String> outcomes = collector.report(
                fullPower("1", "weather"), fullPower("2", "weather"), fullPower("1", "weather"), fullPower("3", "ice"));

        assertThat(outcomes).containsExactly("metered", "refused", "duplicate", "metered");
        Books.assertBooks(tenant, 4, 2, 1, 0, 1);
        assertThat(Books.metered(tenant)).isEqualTo(2 * 90_000_000_000L);
        assertThat(collector.report(collector.withdrawal("4", "1"))).containsExactly("metered");
        single(fullPower("2", "weather")).statusCode(202);
        single(fullPower("5", "weather"))
                .statusCode(422)
                .body("code", equalTo("quarter-hour-overfull"))
                .body("detail", containsString("withdraw what was reported in error"));
    }

    /** Before, their sum did not fit a column, and nothing behind them was read any more. */
    @Test
    void goesOnBehindRecordsThatOverfillAQuarterHour() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            records.add(binaryRecord(tenant, event(tenant, "full-" + i, FULL_POWER.formatted("weather"))));
            records.add(binaryRecord(other, event(other, "job-" + i)));
        }
        TestKafka.send(records);

        Books.await(other, 40, 40, 0, 0, 0);
        Books.await(tenant, 40, 1, 0, 0, 39);
        assertThat(Books.read("/api/v1/refusals?limit=1000&tenants=" + tenant).getList("items.code", String.class))
                .hasSize(39)
                .containsOnly("quarter-hour-overfull");
        String refused = Books.read("/api/v1/refusals?tenants=" + tenant).getString("items[0].id");
        assertThat(Books.read("/api/v1/refusals/" + refused).getString("sentHeaders.ce_tenantid"))
                .as("as it came")
                .isEqualTo(tenant);
        RefusalDoor.replay(refused, null).statusCode(422).body("code", equalTo("quarter-hour-overfull"));
    }

    /** What some 3,000 reports of 100,000 GPUs over a year come to; no other tenant's counts were rolled up any more. */
    @Test
    void rollsUpCountsThatAreMoreThan64BitsHold() {
        assertThat(new Collector(other, "glomfjord").report(fullPower("1", "weather")))
                .containsExactly("metered");
        tell(1);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(waiting(other)).isZero());
        assertThat(waiting(tenant)).isZero();
        assertThat(Books.balance(tenant).get("milliGpuSeconds.events").toString())
                .isEqualTo("27000000000000000000");
        assertThat(Books.balance(tenant).get("milliGpuSeconds.difference").toString())
                .isEqualTo("0");
        assertThat(new BigInteger(Books.read("/api/v1/balance")
                        .get("milliGpuSeconds.metered")
                        .toString()))
                .isGreaterThan(BigInteger.valueOf(Long.MAX_VALUE));
        tell(-1);
    }

    /** What three batches of some thousand of them say, or take back. */
    private void tell(int sign) {
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (Statement told = connection.createStatement()) {
                told.execute("""
                        INSERT INTO tally_journal (tenant_id, sources, received, metered, milli_gpu_seconds, in_slots)
                        SELECT '%1$s', '{/s}', ARRAY[%2$d], ARRAY[%2$d], ARRAY[%2$d * 9000000000000000000],
                            %2$d * 9000000000000000000
                        FROM generate_series(1, 3)
                        """.formatted(tenant, sign));
            }
        });
    }

    /** All starts and stops of an allocation are read and written with each that comes. */
    @Test
    void refusesAStartOfAnAllocationThatHasTooManyAndTakesItsStop() {
        Collector collector = new Collector(tenant, "site-" + tenant);
        TestKafka.send(List.of(Usage.reference(Topics.SITES, collector.site, Usage.site(collector.site, "LIVE", 1))));
        assertThat(collector.report(collector.start("1", "vm", "2024-03-01T00:00:00Z", 1)))
                .containsExactly("metered");
        Marks marks = new Marks();
        IntStream.range(0, 310_000).forEach(n -> marks.add(Mark.stop(n)));
        marks.add(new Mark(1_709_251_200_000L, 1_000, "weather", "h100-sxm", List.of()));
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (PreparedStatement change = connection.prepareStatement("UPDATE allocation SET marks = ?")) {
                change.setBytes(1, marks.bytes());
                assertThat(change.executeUpdate()).isEqualTo(1);
            }
        });

        assertThat(collector.report(
                        collector.start("2", "vm", "2024-03-01T02:00:00Z", 2),
                        collector.start("3", "other", "2024-03-01T00:00:00Z", 1),
                        collector.stop("4", "vm", "2024-03-01T01:00:00Z")))
                .containsExactly("refused", "metered", "metered");
        assertThat(Books.metered(tenant)).isEqualTo(3_600_000);
        single(collector.start("5", "vm", "2024-03-01T03:00:00Z", 2))
                .statusCode(422)
                .body("code", equalTo("allocation-overfull"));
    }

    /** All collectors of a site are looked at with each that moves, and every few seconds. */
    @Test
    void refusesHeartbeatsOfEverMoreCollectors() {
        Collector collector = new Collector(tenant, "glomfjord");
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (Statement told = connection.createStatement()) {
                told.execute("""
                        INSERT INTO collector_watermark
                        SELECT '%s', 'glomfjord', '/pods/' || n, timestamptz '2024-03-01', true, 1, now()
                        FROM generate_series(1, 9999) AS n
                        """.formatted(tenant));
            }
        });
        String beat = Collector.event("1", "collector.heartbeat.v1", """
                {"site":"glomfjord","completeUntil":"2024-03-01T00:00:00Z"}""");
        assertThat(collector.report(beat)).containsExactly("metered");

        String next = beat.replace("\"id\":\"1\"", "\"id\":\"2\"").replace("00:00:00Z", "01:00:00Z");
        assertThat(collector.report(
                        next.replace(Collector.SOURCE, "/pods/10000"),
                        next,
                        collector.interval("3", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 8)))
                .containsExactly("refused", "metered", "metered");
        assertThat(Books.read("/api/v1/refusals?tenants=" + tenant).getString("items[0].code"))
                .isEqualTo("too-many-collectors");
    }

    /** A thousand conflicts of a page hold two contents each, and a thousand events one, of up to a megabyte. */
    @Test
    void listsNoMoreAtOnceThanFitsIntoMemoryBesideOthers() {
        String large = "x".repeat(900_000);
        for (int i = 0; i < 20; i++) {
            single(own("own-" + i, "a" + large)).statusCode(202);
            single(own("own-" + i, "b" + large)).statusCode(409);
        }

        int listed = 0;
        String cursor = "";
        do {
            var page = Books.read("/api/v1/conflicts?limit=1000&tenants=" + tenant + "&cursor=" + cursor);
            assertThat(page.getList("items")).hasSizeBetween(1, 15);
            listed += page.getList("items").size();
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        assertThat(listed).isEqualTo(20);
        String events = "/api/v1/events?tenant=" + tenant + "&limit=";
        given().auth()
                .oauth2(TestTokens.operator())
                .get(events + 1000)
                .then()
                .statusCode(400)
                .body("detail", containsString("ask for at most"));
        assertThat(Books.read(events + 10).getList("$")).hasSize(10);
    }

    /** Nothing says which of a newer and an older total came last when a transaction ends while Kafka takes what was sent in it. */
    @Test
    void sendsAgainWhatWasSentInATransactionThatFailed() throws Exception {
        try (var connection = OwnerDatabase.source().getConnection();
                Statement owner = connection.createStatement()) {
            owner.execute("""
                    CREATE FUNCTION fails_late() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN RAISE EXCEPTION 'told to fail at the end'; END $$;
                    CREATE CONSTRAINT TRIGGER fails_late AFTER DELETE ON slot_change DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW WHEN (OLD.tenant_id = '%s') EXECUTE FUNCTION fails_late()""".formatted(tenant));
            try {
                new Collector(tenant, "glomfjord").report(fullPower("1", "weather"));
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> sent(1));
            } finally {
                // As if another relay had sent a newer total in between, and forgotten the change.
                owner.execute("""
                        BEGIN;
                        DROP TRIGGER fails_late ON slot_change;
                        DROP FUNCTION fails_late;
                        SELECT set_config('app.tenants', '%1$s', true);
                        DELETE FROM slot_change WHERE tenant_id = '%1$s';
                        UPDATE usage_slot SET revision = revision + 10 WHERE tenant_id = '%1$s';
                        COMMIT""".formatted(tenant));
            }
        }

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> sent(11));
    }

    private boolean sent(long revision) {
        byte[] said = ("\"revision\":" + revision).getBytes(UTF_8);
        return TestKafka.readAll(Topics.METERED_USAGE).stream()
                .filter(one -> new String(one.key(), UTF_8).startsWith(tenant + "/"))
                .anyMatch(one -> Collections.indexOfSubList(list(one.value()), list(said)) >= 0);
    }

    private static List<Byte> list(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte one : bytes) {
            list.add(one);
        }
        return list;
    }

    private long waiting(String of) {
        return scope.inTransaction(of, connection -> {
            try (Statement select = connection.createStatement();
                    var row = select.executeQuery("SELECT count(*) FROM tally_journal")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private static String fullPower(String id, String project) {
        return Collector.event(id, "gpu.allocation.interval.v1", FULL_POWER.formatted(project));
    }

    private static String own(String id, String text) {
        return """
                {"specversion":"1.0","id":"%s","source":"/own","type":"com.example.request","data":{"text":"%s"}}""".formatted(id, text);
    }

    private ValidatableResponse single(String event) {
        return given().auth()
                .oauth2(TestTokens.collector(tenant))
                .contentType("application/cloudevents+json")
                .body(event.getBytes(UTF_8))
                .post("/api/v1/events")
                .then();
    }
}
