package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.metering.flow.AllocationBook;
import io.wattledger.metering.flow.AllocationBook.Open;
import io.wattledger.metering.flow.ExtendOpenAllocations;
import io.wattledger.metering.flow.SiteWatermarks.TenantSite;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal tells of open allocations is what their rows say, whatever happens to them and in whichever order. */
@QuarkusTest
@WithSuite
class OpenAllocationsTest {

    private static final Instant MIDNIGHT = Instant.parse("2024-03-01T00:00:00Z");
    private static final int ALLOCATIONS = 12;
    private static final int STEPS = 420;
    private static final int KEY_BYTES = 16;

    private final String tenant = Usage.newTenant();
    private final Collector collector = new Collector(tenant, "site-" + tenant);
    private final Random random = new Random(16);
    private final List<String> events = new ArrayList<>();

    @Inject
    TenantScope scope;

    @Inject
    ExtendOpenAllocations extendOpenAllocations;

    @Inject
    AllocationBook book;

    @BeforeEach
    void catalog() {
        Usage.publishCatalog();
        Fleet.publishSite(collector.site);
    }

    @Test
    void theJournalTellsWhatTheRowsSay() {
        int most = 0;
        for (int step = 0; step < STEPS; step++) {
            String what = happens(step);

            Books books = books();
            assertThat(books.told()).as("after step %d: %s", step, what).isEqualTo(books.open());
            most = Math.max(most, rows());
        }

        while (book.rollUp()) {
            // Other tenants' rows may come first.
        }

        assertThat(rows())
                .as("rows after a roll-up, which the service may have done before, of %d", most)
                .isLessThan(most);
        Books books = books();
        assertThat(books.told()).isEqualTo(books.open()).isNotEmpty();
    }

    /** The slot of one site holds less than is to be taken back of it, which the database refuses. */
    @Test
    void aSiteThatFailsHoldsNoOtherUp() throws Exception {
        Collector failing = new Collector(tenant, "a-" + collector.site);
        Fleet.publishSite(failing.site);
        for (Collector one : List.of(failing, collector)) {
            one.completeUntil(scope, MIDNIGHT.plus(Duration.ofMinutes(10)));
            one.report(one.start("at " + one.site, "vm", MIDNIGHT.toString(), 1));
        }
        String taken = "UPDATE usage_slot SET milli_gpu_seconds = milli_gpu_seconds %s 600000 WHERE site = '"
                + failing.site + "'";
        OwnerDatabase.tamper(tenant, "usage_slot", taken.formatted("-"));
        try {
            failing.completeUntil(scope, MIDNIGHT.plus(Duration.ofMinutes(5)));
            collector.completeUntil(scope, MIDNIGHT.plus(Duration.ofMinutes(14)));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(collector.milliGpuSeconds(scope)).isEqualTo(14 * 60_000));
        } finally {
            OwnerDatabase.tamper(tenant, "usage_slot", taken.formatted("+"));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(collector.milliGpuSeconds(scope)).isEqualTo((14 + 5) * 60_000));
    }

    /** Each advance of the watermark tells all of them twice; few rows, which grow all the same. */
    @Test
    void whatAdvancingWatermarksTellIsRolledUp() {
        int many = 100;
        collector.report(IntStream.range(0, many)
                .mapToObj(n -> collector.start("start-" + n, "vm-" + n, MIDNIGHT.toString(), 1))
                .toArray(String[]::new));
        int advances = 30;
        for (int minute = 1; minute <= advances; minute++) {
            collector.completeUntil(scope, MIDNIGHT.plus(Duration.ofMinutes(minute)));
            int extended = scope.inTransaction(
                    tenant, connection -> extendOpenAllocations.extend(new TenantSite(tenant, collector.site), many));
            assertThat(extended).isIn(0, many);
        }
        Books before = books();
        assertThat(before.told()).isEqualTo(before.open()).hasSize(many);

        while (book.rollUp()) {
            // Other tenants' rows may come first.
        }

        assertThat(rows()).as("rows for %d advances", advances).isLessThan(advances / 2);
        Books after = books();
        assertThat(after.told()).isEqualTo(after.open()).hasSize(many);
    }

    /** Collectors that speak one after the other move the watermark on before all have had their turn. */
    @Test
    void thoseFurthestBehindAreExtendedFirst() {
        int many = 6;
        collector.report(IntStream.range(0, many)
                .mapToObj(n -> collector.start("start-" + n, "vm-" + n, MIDNIGHT.toString(), 1))
                .toArray(String[]::new));
        // A site of its own, which no collector speaks of, so that the service extends nothing meanwhile.
        TenantSite site = new TenantSite(tenant, collector.site);
        Set<String> extended = new HashSet<>();
        for (int second = 1; second <= many; second++) {
            Instant until = MIDNIGHT.plusSeconds(second);
            scope.inTransactionDo(List.of(tenant), connection -> {
                List<Open> taken = book.takeOpen(site, until, 1);
                book.extend(site, taken, until);
                taken.forEach(one -> extended.add(one.name().allocation()));
            });
        }

        assertThat(extended).hasSize(many);
    }

    @Test
    void onlyOpenOnesAreListedPageByPage() {
        int many = 7;
        for (int n = 0; n < many; n++) {
            collector.report(collector.start("start-" + n, "vm-" + n, MIDNIGHT.toString(), 1));
        }
        collector.report(
                collector.stop("stop-2", "vm-2", "2024-03-01T01:00:00Z"),
                collector.stop("stop-5", "vm-5", "2024-03-01T01:00:00Z"),
                collector.stop("first", "never started", "2024-03-01T01:00:00Z"));

        assertThat(listed("open")).containsExactlyInAnyOrder("vm-0", "vm-1", "vm-3", "vm-4", "vm-6");
        assertThat(listed("closed")).containsExactlyInAnyOrder("vm-2", "vm-5");
    }

    /** What an allocation began with is written again only where one begins. */
    @Test
    void theLastRunIsListed() {
        collector.report(
                collector.start("1", "resized", "2024-03-01T00:00:00Z", 2),
                collector.start("2", "only stopped", "2024-03-01T00:00:00Z", 3));
        collector.report(
                collector.start("3", "resized", "2024-03-01T01:00:00Z", 8),
                collector.stop("4", "only stopped", "2024-03-01T02:00:00Z"));
        collector.report(collector.stop("5", "resized", "2024-03-01T03:00:00Z"));

        JsonPath closed = given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .get("/api/v1/allocations?state=closed")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(closed.<Map<String, Object>>getList("items"))
                .extracting(
                        item -> item.get("allocation"),
                        item -> item.get("gpuThousandths"),
                        item -> item.get("startedAt"),
                        item -> item.get("stoppedAt"))
                .containsExactlyInAnyOrder(
                        tuple("resized", 8_000, "2024-03-01T01:00:00Z", "2024-03-01T03:00:00Z"),
                        tuple("only stopped", 3_000, "2024-03-01T00:00:00Z", "2024-03-01T02:00:00Z"));
    }

    private List<String> listed(String state) {
        List<String> names = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = given().auth()
                    .oauth2(TestTokens.tenant(tenant))
                    .queryParam("state", state)
                    .queryParam("limit", 2)
                    .queryParams(cursor == null ? Map.of() : Map.of("cursor", cursor))
                    .get("/api/v1/allocations")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            names.addAll(page.getList("items.allocation", String.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        return names;
    }

    /** Something that collectors report, or a watermark that advances. */
    private String happens(int step) {
        String allocation = "vm-" + random.nextInt(ALLOCATIONS);
        Instant at = MIDNIGHT.plus(Duration.ofMinutes(random.nextInt(STEPS)));
        String id = "id-" + step;
        String event =
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> collector.start(id, allocation, at.toString(), 1 + random.nextInt(2));
                    case 3, 4 -> collector.stop(id, allocation, at.toString());
                    case 5 -> events.isEmpty() ? null : collector.withdrawal(id, takenBack());
                    case 6 ->
                        events.isEmpty()
                                ? null
                                : Collector.superseding(takenBack(), collector.stop(id, allocation, at.toString()));
                    default -> null;
                };
        if (event == null) {
            return advance(step);
        }
        assertThat(collector.report(event)).containsExactly("metered");
        if (!event.contains("usage.withdrawn")) {
            events.add(id);
        }
        return event;
    }

    private String takenBack() {
        return events.remove(random.nextInt(events.size()));
    }

    private String advance(int step) {
        Instant until = MIDNIGHT.plus(Duration.ofMinutes(step));
        collector.completeUntil(scope, until);
        int extended = scope.inTransaction(
                tenant, connection -> extendOpenAllocations.extend(new TenantSite(tenant, collector.site), 5));
        return extended + " are extended to " + until;
    }

    /**
     * Open allocations, with up to when they are metered.
     *
     * @param open by their rows, each once
     * @param told by the journal: how many times more each was told as open than as no more
     */
    private record Books(Map<String, Integer> open, Map<String, Integer> told) {}

    /** Both in one statement, hence in one snapshot: the service extends allocations too, meanwhile. */
    private Books books() {
        return scope.inTransaction(tenant, connection -> {
            Books books = new Books(new TreeMap<>(), new TreeMap<>());
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("""
                            SELECT true, metered_until, allocation_key, ''::bytea FROM allocation
                            WHERE started_at IS NOT NULL AND stopped_at IS NULL
                            UNION ALL SELECT false, metered_until, opened, closed FROM open_allocation
                            """)) {
                while (row.next()) {
                    Map<String, Integer> one = row.getBoolean(1) ? books.open() : books.told();
                    add(one, row.getBytes(3), row.getString(2), 1);
                    add(one, row.getBytes(4), row.getString(2), -1);
                }
            }
            books.told().values().removeIf(more -> more == 0);
            return books;
        });
    }

    private static void add(Map<String, Integer> told, byte[] keys, String meteredUntil, int more) {
        for (int at = 0; at < keys.length; at += KEY_BYTES) {
            told.merge(name(Arrays.copyOfRange(keys, at, at + KEY_BYTES), meteredUntil), more, Integer::sum);
        }
    }

    private static String name(byte[] key, String meteredUntil) {
        return HexFormat.of().formatHex(key) + " " + meteredUntil;
    }

    private int rows() {
        return scope.inTransaction(tenant, OpenAllocationsTest::rows);
    }

    private static int rows(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT count(*) FROM open_allocation")) {
            row.next();
            return row.getInt(1);
        }
    }
}
