package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.event.UsageEventTypes;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a correction or withdrawal has hit is told, and where it has hit nothing, that can be seen. */
@QuarkusTest
@WithSuite
class CorrectionsTest {

    private static final String START = "2024-03-01T00:00:00Z";
    private static final String END = "2024-03-01T01:00:00Z";

    @Inject
    TenantScope scope;

    private final String tenant = Usage.newTenant();
    private final Collector collector = new Collector(tenant, "glomfjord");

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void whatNamesAnEventThatHasNotComeIsAwaitedUntilItComes() {
        String fix = Collector.superseding("wrong", interval("fix"));
        String withdrawal = collector.withdrawal("w", "gone");

        assertThat(corrects(fix, withdrawal, interval("plain"))).containsExactly("awaited", "awaited", null);
        JsonPath awaited = listed("state=awaited");
        assertThat(awaited.getList("items.id")).containsExactlyInAnyOrder("fix", "w");
        assertThat(awaited.getMap("items.find { it.id == 'fix' }"))
                .containsEntry("tenant", tenant)
                .containsEntry("source", Collector.SOURCE)
                .containsEntry("targetSource", Collector.SOURCE)
                .containsEntry("targetId", "wrong")
                .containsEntry("withdraws", false)
                .containsEntry("reason", "wrong figures")
                .containsEntry("state", "awaited");
        assertThat(awaited.getBoolean("items.find { it.id == 'w' }.withdraws")).isTrue();

        collector.report(interval("wrong"));
        assertThat(listed("").getList("items.id")).containsExactly("w");
        assertThat(corrects(fix, withdrawal)).containsExactly("known", "awaited");
    }

    @Test
    void whatNamesAnEventThatIsThereSaysSoByEveryDoor() {
        collector.report(interval("one"), interval("other"), interval("third"));

        given().auth()
                .oauth2(TestTokens.collector(tenant))
                .contentType("application/cloudevents+json")
                .body(Collector.superseding("one", interval("fix")).getBytes(UTF_8))
                .post("/api/v1/events")
                .then()
                .statusCode(202)
                .body("outcome", equalTo("metered"))
                .body("corrects", equalTo("known"));
        assertThat(corrects(interval("last"), Collector.superseding("last", interval("fix of last"))))
                .containsExactly(null, "known");
        CloudEvent withdrawal = CloudEventBuilder.v1(Fleet.event(
                        "w",
                        UsageEventTypes.USAGE_WITHDRAWN,
                        "{'id':'third','source':'" + Collector.SOURCE + "','reason':'no'}"))
                .withExtension(UsageEventTypes.TENANT_EXTENSION, tenant)
                .build();
        TestKafka.send(List.of(Usage.binaryRecord(tenant, withdrawal)));
        Books.await(tenant, 7, 7, 0, 0, 0);
        assertThat(listed("").getList("items")).isEmpty();
    }

    /** Nothing takes them back; who sends this must know that the usage goes on being taken back, or being counted. */
    @Test
    void whatNothingCanTakeBackIsWithoutEffect() {
        String heartbeat = Collector.event("beat", "collector.heartbeat.v1", """
                {"site":"glomfjord","completeUntil":"2024-01-01T00:00:00Z"}""");
        collector.report(interval("usage"), collector.withdrawal("w", "usage"), heartbeat);

        assertThat(corrects(collector.withdrawal("ww", "w"), collector.withdrawal("wb", "beat")))
                .containsExactly("without-effect", "without-effect");
        assertThat(listed("state=without-effect").getList("items.id")).containsExactlyInAnyOrder("ww", "wb");
        assertThat(collector.milliGpuSeconds(scope)).isZero();

        assertThat(corrects(collector.withdrawal("early", "later"))).containsExactly("awaited");
        collector.report(collector.withdrawal("later", "nothing"));
        assertThat(corrects(collector.withdrawal("early", "later"))).containsExactly("without-effect");
    }

    @Test
    void twoThatCorrectEachOtherAreTold() {
        String first = Collector.superseding("b", interval("a"));
        String second = Collector.superseding("a", interval("b"));

        assertThat(corrects(first)).containsExactly("awaited");
        assertThat(corrects(second, first)).containsExactly("mutual", "mutual");
        assertThat(corrects(Collector.superseding("d", interval("c")), Collector.superseding("c", interval("d"))))
                .containsExactly("mutual", "mutual");
        assertThat(listed("state=mutual").getList("items.id")).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(collector.milliGpuSeconds(scope)).isZero();
    }

    @Test
    void ofManyInOneBatchTheFirstStands() {
        collector.report(interval("usage"));
        String[] events = IntStream.range(0, 20)
                .mapToObj(i -> Collector.superseding("usage", interval("fix " + i)))
                .toArray(String[]::new);

        JsonPath answer = collector.answer(events);
        assertThat(answer.getList("items.outcome").subList(0, 2)).isEqualTo(List.of("metered", "conflict"));
        assertThat(answer.getList("items.findAll { it.outcome == 'conflict' }")).hasSize(19);
        assertThat(answer.getList("items.corrects").subList(0, 2)).containsExactly("known", null);
    }

    /** The way to mend a mistyped one, and to have it out of the list. */
    @Test
    void whatIsItselfWithdrawnIsWaitedForNoMore() {
        collector.report(Collector.superseding("typo", interval("fix")), collector.withdrawal("w", "typo too"));
        assertThat(listed("state=awaited").getList("items.id")).containsExactlyInAnyOrder("fix", "w");

        collector.report(collector.withdrawal("not fix", "fix"), collector.withdrawal("not w", "w"));
        assertThat(listed("state=awaited").getList("items")).isEmpty();
    }

    @Test
    void isListedPageByPageAndOnlyToItsTenant() {
        for (int i = 0; i < 5; i++) {
            collector.report(
                    collector.withdrawal("w" + i, "nothing " + i), collector.withdrawal("x" + i, "nothing too " + i));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page = RefusalDoor.asTenant(tenant, "/api/v1/corrections?limit=3" + cursor)
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.id"));
            assertThat(seen).hasSizeLessThanOrEqualTo(10);
            cursor = page.getString("nextCursor") == null ? null : "&cursor=" + page.getString("nextCursor");
        } while (cursor != null);

        assertThat(seen).containsExactlyInAnyOrder("w0", "w1", "w2", "w3", "w4", "x0", "x1", "x2", "x3", "x4");
        assertThat(seen.subList(0, 2)).containsExactlyInAnyOrder("w4", "x4");
        RefusalDoor.asTenant("nobody-else", "/api/v1/corrections").body("items.size()", equalTo(0));
        RefusalDoor.asTenant(tenant, "/api/v1/corrections?state=known").statusCode(422);
    }

    @Test
    void whatHasWaitedForMoreThanAnHourIsCounted() {
        collector.report(collector.withdrawal("w", "nothing"));
        double before = awaited();
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO event_correction (tenant_id, target_key, target_source, target_id, event_key, withdraws, reason,
                        received_at)
                    SELECT tenant_id, decode(md5('older'), 'hex'), target_source, 'older', event_key, withdraws, reason,
                        received_at - interval '61 minutes'
                    FROM event_correction WHERE tenant_id = ?
                    """)) {
                insert.setString(1, tenant);
                assertThat(insert.executeUpdate()).isOne();
            }
        });

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(awaited()).isEqualTo(before + 1));
    }

    private static double awaited() {
        String metrics = given().get("/q/metrics").then().extract().asString();
        return metrics.lines()
                .filter(line -> line.startsWith("wattledger_metering_corrections_awaited"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void anAnswerThatIsNotAskedForSaysNoMoreThanBefore() {
        given().auth()
                .oauth2(TestTokens.collector(tenant))
                .contentType("application/cloudevents-batch+json")
                .accept("*/*")
                .body(("[" + Collector.superseding("nothing", interval("fix")) + "]").getBytes(UTF_8))
                .post("/api/v1/events")
                .then()
                .statusCode(204);
        RefusalDoor.send(tenant, interval("plain").getBytes(UTF_8))
                .statusCode(202)
                .body("outcome", equalTo("metered"))
                .body("$", not(hasKey("corrects")));
    }

    private String interval(String id) {
        return collector.interval(id, START, END, 1);
    }

    /** What the answer says that the events have hit. */
    private List<String> corrects(String... events) {
        return collector.answer(events).getList("items.corrects");
    }

    private JsonPath listed(String query) {
        return Books.read("/api/v1/corrections?tenants=" + tenant + "&" + query);
    }
}
