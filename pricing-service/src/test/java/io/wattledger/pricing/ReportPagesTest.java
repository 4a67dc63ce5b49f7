package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.flow.RatedDays;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long reports are read page by page: each item once, in one order, whatever fits on a page. */
@QuarkusTest
@WithSuite
class ReportPagesTest {

    private static final List<String> TENANTS = List.of("pages-a", "pages-b");
    private static final String GAPS = "gaps?tenants=pages-a,pages-b";
    private static final String DAYS = "rated-days?tenant=pages-a&from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z";
    private static final Instant START = Instant.parse("2026-10-04T22:00:00Z");

    @Inject
    TenantScope scope;

    @Inject
    RatedDays ratedDays;

    /** Nothing of it is rated: what is dirty rests for ever. */
    @BeforeEach
    void write() {
        List<RatedDays.Entry> entries = new ArrayList<>();
        for (int day = 0; day < 4; day++) {
            entries.add(new RatedDays.Entry(rated("pages-a", day, day), new TreeSet<>(), null, null));
        }
        entries.add(new RatedDays.Entry(rated("pages-b", 0, 2), new TreeSet<>(), null, null));
        scope.inTransactionDo(TENANTS, connection -> {
            ratedDays.save(connection, entries, Instant.now());
            try (Statement insert = connection.createStatement()) {
                insert.execute(
                        "INSERT INTO dirty_day (tenant_id, project, site, sku, site_date, dirty_since, touched_at,"
                                + " rests_until, failures, failure) SELECT 'pages-b', 'p', 's', 'k', day::date, now(), now(),"
                                + " 'infinity', 1, 'it failed' FROM unnest(ARRAY['2026-10-02', '2026-10-03']) AS day");
                insert.execute(
                        "INSERT INTO dirty_month (tenant_id, contract, month, marked_at, rests_until, failures, failure)"
                                + " SELECT 'pages-a', contract, '2026-10-01', now(), 'infinity', 1, 'it failed too'"
                                + " FROM unnest(ARRAY['c', 'd', 'e']) AS contract");
                insert.execute(
                        "INSERT INTO open_usage (tenant_id, project, site, sku, site_date, period_start, period_end, missing,"
                                + " milli_gpu_seconds) SELECT tenant, 'p', 's', 'k', '2026-10-02', '2026-10-02', '2026-10-03',"
                                + " 'contract', 0 FROM unnest(ARRAY['pages-a', 'pages-b']) AS tenant");
            }
        });
        scope.inTransactionDo(List.of(TenantScope.NO_TENANT), connection -> {
            try (Statement insert = connection.createStatement()) {
                insert.execute(
                        "INSERT INTO unreadable_record (tenant_id, topic, partition_id, record_offset, record_key, value,"
                                + " reason, recorded_at) SELECT '-', 'pages.v1', part, place, NULL, NULL, 'it has no value', now()"
                                + " FROM generate_series(0, 1) AS part, generate_series(7, 12) AS place");
            }
        });
    }

    @AfterEach
    void takeBack() {
        scope.inTransactionDo(TENANTS, connection -> {
            try (Statement delete = connection.createStatement()) {
                for (String table : List.of("rated_day", "dirty_day", "dirty_month", "open_usage")) {
                    delete.execute("DELETE FROM " + table);
                }
            }
        });
        scope.inTransactionDo(List.of(TenantScope.NO_TENANT), connection -> {
            try (Statement delete = connection.createStatement()) {
                delete.execute("DELETE FROM unreadable_record WHERE topic = 'pages.v1'");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 500})
    void pagesTogetherAreTheWholeList(int limit) {
        List<Map<String, Object>> gaps = pages(GAPS, limit);
        assertThat(gaps).hasSize(15).doesNotHaveDuplicates().isEqualTo(whole(GAPS));
        assertThat(gaps.subList(0, 7))
                .extracting(item -> item.get("tenant"))
                .containsExactly("pages-a", "pages-a", "pages-a", "pages-b", "pages-b", "pages-a", "pages-b");
        List<Map<String, Object>> days = pages(DAYS, limit);
        assertThat(days).hasSize(4).doesNotHaveDuplicates().isEqualTo(whole(DAYS));
        List<Map<String, Object>> unreadable = pages("unreadable-records", limit);
        assertThat(unreadable).isEqualTo(whole("unreadable-records"));
        assertThat(unreadable.stream().filter(one -> one.get("topic").equals("pages.v1")))
                .extracting(one -> one.get("partition") + "/" + one.get("offset"))
                .containsExactly(
                        "0/12", "0/11", "0/10", "0/9", "0/8", "0/7", "1/12", "1/11", "1/10", "1/9", "1/8", "1/7");
    }

    @Test
    void aFilterLeavesOthersOut() {
        assertThat(whole("gaps?tenants=pages-b"))
                .hasSize(5)
                .allMatch(item -> item.get("tenant").equals("pages-b"));
        get("gaps?tenants=nobody").body("truncated", equalTo(false)).body("items.size()", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 10001", "cursor, %%%", "cursor, YQ"})
    void aPageThatCannotBeMeantIsRefused(String parameter, String value) {
        for (String path : List.of(GAPS, DAYS, "unreadable-records")) {
            given().auth()
                    .oauth2(TestTokens.operator())
                    .queryParam(parameter, value)
                    .get("/api/v1/" + path)
                    .then()
                    .statusCode(422)
                    .body("errors[0].pointer", equalTo(parameter));
        }
    }

    @Test
    void aCursorIsOfOneQuestion() {
        String cursor = get(GAPS + "&limit=1").extract().path("nextCursor");
        given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/gaps?tenants=pages-a&cursor=" + cursor)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("cursor"));
    }

    private static List<Map<String, Object>> whole(String path) {
        JsonPath all = get(path).extract().jsonPath();
        assertThat(all.getString("nextCursor")).isNull();
        return all.getList("items");
    }

    private static List<Map<String, Object>> pages(String path, int limit) {
        List<Map<String, Object>> items = new ArrayList<>();
        Set<String> cursors = new HashSet<>();
        String next = "";
        while (next != null) {
            JsonPath page = get(path + (path.contains("?") ? "&" : "?") + "limit=" + limit + next)
                    .extract()
                    .jsonPath();
            List<Map<String, Object>> some = page.getList("items");
            String cursor = page.getString("nextCursor");
            assertThat(some.size()).isLessThanOrEqualTo(limit);
            if (cursor != null) {
                assertThat(some).hasSize(limit);
            }
            items.addAll(some);
            assertThat(cursor == null || cursors.add(cursor)).as("leads on").isTrue();
            next = cursor == null ? null : "&cursor=" + cursor;
        }
        return items;
    }

    private static ValidatableResponse get(String path) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/" + path)
                .then()
                .statusCode(200);
    }

    /** A day with so many gaps. */
    private static RatedUsage rated(String tenant, int day, int gaps) {
        Instant start = START.plusSeconds(86_400L * day);
        List<Gap> missing = new ArrayList<>();
        for (int gap = 0; gap < gaps; gap++) {
            missing.add(new Gap("energy", "series-" + gap, start, start.plusSeconds(900), 0, 0, null));
        }
        return new RatedUsage(
                tenant,
                "p",
                "s",
                "k",
                start,
                start.plusSeconds(86_400),
                LocalDate.parse("2026-10-05").plusDays(day),
                1,
                "c",
                "t",
                LocalDate.parse("2026-01-01"),
                "EUR",
                0,
                List.of(),
                missing,
                null);
    }
}
