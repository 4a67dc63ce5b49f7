package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static io.wattledger.metering.doors.Usage.data;
import static io.wattledger.metering.doors.Usage.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.Tally;
import io.wattledger.metering.flow.TallyBook;
import io.wattledger.metering.flow.UsageLedger;
import io.wattledger.metering.slot.SlotDelta;
import io.wattledger.metering.slot.SlotFigures;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithSuite
class BalanceTest {

    private static final Instant FIRST_HOUR = Instant.parse("2024-03-01T00:00:00Z");
    private static final int SECONDS_PER_HOUR = 3600;

    @Inject
    UsageLedger ledger;

    @Inject
    TallyBook book;

    @Inject
    TenantScope scope;

    private final String tenant = Usage.newTenant();

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void tellsTheSourcesApart() {
        TestKafka.send(List.of(
                Usage.binaryRecord(tenant, event(tenant, "1")),
                Usage.binaryRecord(tenant, event(tenant, "1")),
                Usage.binaryRecord(tenant, event(tenant, "1", data("glomfjord", 4))),
                Usage.binaryRecord(tenant, event(tenant, "2", data("atlantis", 8)))));
        Books.await(tenant, 4, 1, 1, 1, 1);
        given().auth()
                .oauth2(TestTokens.collector(tenant))
                .contentType("application/cloudevents+json")
                .body(new String(Usage.structured(event(tenant, "3")), UTF_8).replace(Usage.SOURCE, "/another/source"))
                .post("/api/v1/events")
                .then()
                .statusCode(202);

        JsonPath bySource = Books.read("/api/v1/balance?groupBy=source&tenants=" + tenant);

        assertThat(bySource.getList("items.source")).isEqualTo(List.of("/another/source", Usage.SOURCE));
        assertThat(bySource.getList("items.milliGpuSeconds")).isEqualTo(List.of(28_800_000, 28_800_000));
        assertThat(bySource.getMap("items[1].events"))
                .containsEntry("received", 4)
                .containsEntry("metered", 1)
                .containsEntry("duplicate", 1)
                .containsEntry("conflicting", 1)
                .containsEntry("refused", 1)
                .containsEntry("difference", 0);
        assertThat(bySource.getInt("events.received")).isEqualTo(5);
        assertThat(bySource.getInt("milliGpuSeconds.difference")).isZero();
        assertThat(bySource.getMap("items[1]")).doesNotContainKeys("hour", "tenant");
    }

    @Test
    void addsUpTheSameBeforeAndAfterItIsRolledUp() {
        Random random = new Random(20261122);
        Map<String, Long> received = new TreeMap<>();
        Map<String, Long> gpuTime = new TreeMap<>();
        for (int batch = 0; batch < 40; batch++) {
            List<Tally> tallies = new ArrayList<>();
            Instant hour = FIRST_HOUR.plusSeconds((long) SECONDS_PER_HOUR * random.nextInt(5));
            for (int source = 0; source < 1 + random.nextInt(4); source++) {
                long count = random.nextInt(100);
                long time = random.nextInt(1_000_000);
                tallies.add(new Tally(tenant, hour, "s" + source, new Tally.Counts(count, count, 0, 0, 0, 1), time));
                received.merge(hour + "s" + source, count, Long::sum);
                gpuTime.merge(hour + "s" + source, time, Long::sum);
            }
            scope.inTransactionDo(List.of(tenant), connection -> ledger.tally(tallies));
            if (random.nextInt(8) == 0) {
                book.rollUp();
            }
        }
        assertGroups(received, gpuTime);
        while (book.rollUp()) {
            // Until all is rolled up.
        }
        assertGroups(received, gpuTime);

        long inOneHour = received.entrySet().stream()
                .filter(one -> one.getKey().startsWith("2024-03-01T02"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        JsonPath oneHour =
                Books.read("/api/v1/balance?from=2024-03-01T02:00:00Z&to=2024-03-01T03:00:00Z&tenants=" + tenant);
        assertThat(oneHour.getLong("events.received")).isEqualTo(inOneHour);
        assertThat(oneHour.getMap("milliGpuSeconds")).doesNotContainKeys("metered", "held", "difference");
    }

    @Test
    void holdsWhatSlotsComeToHoweverTheyChange() {
        Random random = new Random(20261129);
        List<SlotDelta> added = new ArrayList<>();
        for (int batch = 0; batch < 40; batch++) {
            Map<Integer, SlotDelta> deltas = new TreeMap<>();
            for (int one = 0; one < 5; one++) {
                int slot = random.nextInt(10);
                deltas.put(slot, slot(slot, random.nextInt(1000)));
            }
            if (!added.isEmpty() && random.nextInt(3) == 0) {
                SlotDelta back = added.remove(random.nextInt(added.size()));
                deltas.clear();
                deltas.put(
                        0, new SlotDelta(back.key(), back.slot(), back.figures().negated()));
            } else {
                added.addAll(deltas.values());
            }
            scope.inTransactionDo(List.of(tenant), connection -> ledger.add(List.copyOf(deltas.values())));
            if (random.nextInt(8) == 0) {
                book.rollUp();
            }
            assertThat(inSlots())
                    .isEqualTo(added.stream()
                            .mapToLong(delta -> delta.figures().milliGpuSeconds())
                            .sum());
        }
        while (book.rollUp()) {
            // Until all is rolled up.
        }
        assertThat(inSlots()).isPositive().isEqualTo(scope.inTransaction(tenant, connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("SELECT sum(milli_gpu_seconds) FROM usage_slot");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }));
        assertThat(book.balance(new Sight.Own(Usage.newTenant())).slotMilliGpuSeconds())
                .isZero();
    }

    private long inSlots() {
        return book.balance(new Sight.Own(tenant)).slotMilliGpuSeconds().longValueExact();
    }

    private SlotDelta slot(int number, long milliGpuSeconds) {
        UsageKey key = new UsageKey(tenant, "project", "glomfjord", "h100-sxm");
        Slot slot = new Slot(FIRST_HOUR.plusSeconds(900L * number));
        return new SlotDelta(key, slot, new SlotFigures(milliGpuSeconds, 0, 0));
    }

    /** Pages of three groups, so that several pages are needed. */
    private void assertGroups(Map<String, Long> received, Map<String, Long> gpuTime) {
        Map<String, Long> seen = new TreeMap<>();
        Map<String, Long> seenTime = new TreeMap<>();
        String path = "/api/v1/balance?groupBy=source,hour&limit=3&tenants=" + tenant;
        String next = "";
        while (next != null) {
            JsonPath page = Books.read(path + next);
            for (Map<String, Object> item : page.<Map<String, Object>>getList("items")) {
                String key = item.get("hour") + String.valueOf(item.get("source"));
                Map<?, ?> events = (Map<?, ?>) item.get("events");
                assertThat(seen.put(key, ((Number) events.get("received")).longValue()))
                        .isNull();
                seenTime.put(key, ((Number) item.get("milliGpuSeconds")).longValue());
            }
            String cursor = page.getString("nextCursor");
            next = cursor == null ? null : "&cursor=" + cursor;
        }
        assertThat(seen).isEqualTo(received);
        assertThat(seenTime).isEqualTo(gpuTime);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            groupBy=colour,                                                groupBy
            from=2024-03-01T00:00:00Z,                                     to
            from=2024-03-01T00:30:00Z&to=2024-03-01T01:00:00Z,             from
            from=2024-03-01T00:00:00Z&to=2024-03-01T00:00:00Z,             to
            groupBy=hour&cursor=bm9uc2Vuc2U,                               cursor
            groupBy=hour&cursor=!,                                         cursor
            limit=1001,                                                    limit
            """)
    void namesTheParameterThatIsWrong(String query, String parameter) {
        given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/balance?" + query)
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem(parameter));
    }

    @Test
    void refusesACursorThatBelongsToAnotherQuestion() {
        String other = Usage.newTenant();
        TestKafka.send(
                List.of(Usage.binaryRecord(tenant, event(tenant, "1")), Usage.binaryRecord(other, event(other, "1"))));
        Books.await(tenant, 1, 1, 0, 0, 0);
        Books.await(other, 1, 1, 0, 0, 0);
        String cursor =
                Books.read("/api/v1/balance?groupBy=tenant,source&limit=1").getString("nextCursor");

        assertThat(cursor).isNotNull();
        given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/balance?groupBy=source&cursor=" + cursor)
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("cursor"));
    }
}
