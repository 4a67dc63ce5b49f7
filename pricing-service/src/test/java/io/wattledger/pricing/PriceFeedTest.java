package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.pricing.flow.FetchPrices;
import io.wattledger.pricing.flow.WatchSeries;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A feed against a publisher on this machine that does everything a publisher may do. */
@QuarkusTest
@WithSuite
class PriceFeedTest {

    private static final String DAY = "2026-10-25";

    @Inject
    FetchPrices fetchPrices;

    @Inject
    WatchSeries watchSeries;

    /** What the publisher does next. */
    @FunctionalInterface
    private interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final AtomicReference<Behaviour> behaviour = new AtomicReference<>(exchange -> status(exchange, 404, ""));
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer publisher = newServer();

    @BeforeEach
    void open() {
        publisher.createContext("/", exchange -> {
            asked.set(exchange.getRequestURI().toString());
            behaviour.get().answer(exchange);
        });
        publisher.setExecutor(threads);
        publisher.start();
    }

    @AfterEach
    void close() {
        ended.countDown();
        publisher.stop(0);
        threads.shutdownNow();
    }

    @Test
    void everythingThatGoesWrongKeepsWhatIsThereUntilItGoesRight() {
        apply("fa", 99);
        String first = document("SYNTH_A44_NO4_2026-10-25_PT15M_A03_100slots.xml");
        String second = document("SYNTH_A44_NO4_2026-10-25_PT15M_A03_revision2.xml");
        double failures = failures();
        fetch("fa").body("state", equalTo("waiting")).body("detail", containsString("HTTP status 404"));
        assertThat(asked.get())
                .isEqualTo("/api?in=10YNO-4--------9&start=202610242200&end=202610252300&key=key-of-fa&day=2026-10-25");
        behaviour.set(exchange -> status(exchange, 500, "oops"));
        fetch("fa").body("detail", containsString("HTTP status 500")).body("nextAt", notNullValue());
        behaviour.set(exchange -> status(exchange, 302, ""));
        fetch("fa").body("detail", containsString("HTTP status 302"));
        behaviour.set(exchange -> status(exchange, 200, "<garbage"));
        fetch("fa").body("detail", containsString("refused: api"));
        behaviour.set(exchange -> status(exchange, 200, "x".repeat(3_000_000)));
        fetch("fa").body("detail", containsString("at most 2000000 bytes"));
        assertThat(failures() - failures).isEqualTo(5);
        behaviour.set(exchange -> status(exchange, 200, document("SYNTH_Acknowledgement_999_no_data.xml")));
        fetch("fa").body("state", equalTo("waiting")).body("detail", containsString("not yet published"));
        assertThat(failures() - failures)
                .as("an acknowledgement 999 is no failure")
                .isEqualTo(5);
        points("NO4-fa").body("items", hasSize(0));
        behaviour.set(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"one\"");
            status(exchange, 200, first);
        });
        fetch("fa")
                .body("state", equalTo("taken"))
                .body("document", notNullValue())
                .body("nextAt", nullValue());
        points("NO4-fa").body("items", hasSize(100));
        behaviour.set(exchange -> {
            boolean same = "\"one\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            status(exchange, same ? 304 : 500, "");
        });
        fetch("fa").body("state", equalTo("taken")).body("detail", containsString("unchanged"));
        behaviour.set(exchange -> status(exchange, 500, ""));
        fetch("fa").body("state", equalTo("waiting"));
        points("NO4-fa").body("items", hasSize(100)).body("items.revision", not(hasItem(2)));
        behaviour.set(exchange -> status(exchange, 200, second));
        fetch("fa").body("state", equalTo("taken"));
        points("NO4-fa").body("items", hasSize(100)).body("items.revision", hasItem(2));
        assertThat(listed("fa")).contains("\"taken\"").doesNotContain("key-of-fa");
    }

    /** C04: a curve without its first position is refused, what was known stays, and somebody is alerted. */
    @Test
    void c04ARefusedDocumentKeepsTheOldRevisionAndAlerts() {
        apply("fe", 99);
        behaviour.set(exchange -> status(exchange, 200, document("SYNTH_A44_NO4_2026-11-12_PT15M_A01_96slots.xml")));
        fetch("fe").body("state", equalTo("taken"));
        List<Map<String, Object>> before = points("NO4-fe", "2026-11-12")
                .body("items", hasSize(96))
                .extract()
                .path("items");
        double failures = failures();
        behaviour.set(
                exchange -> status(exchange, 200, document("SYNTH_A44_NO4_2026-11-12_first_position_missing.xml")));
        fetch("fe").body("state", equalTo("waiting")).body("detail", containsString("refused: api"));
        assertThat(points("NO4-fe", "2026-11-12").extract().<List<Map<String, Object>>>path("items"))
                .as("every price, document and revision is as it was")
                .isEqualTo(before);
        assertThat(failures() - failures).as("the metric that alerts").isEqualTo(1);
        assertThat(listed("fe")).contains("\"waiting\"", "refused: ");
    }

    @Test
    void nobodyIsAskedWithoutTheKeyThatIsNeeded() {
        apply("fg", 99);
        double failures = failures();

        fetch("fg")
                .body("state", equalTo("waiting"))
                .body("detail", containsString("set wattledger.pricing.feeds.secrets.\"feed-fg\" for pricing"));

        assertThat(asked.get()).isEmpty();
        assertThat(failures() - failures).isEqualTo(1);
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUpInTime() {
        apply("fb", 99);
        behaviour.set(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('<');
            exchange.getResponseBody().flush();
            await(ended);
        });
        fetch("fb").body("state", equalTo("waiting")).body("detail", containsString("no whole answer within PT3S"));
    }

    @Test
    void aDayThatIsDueIsFetchedByItselfAndGivenUpAfterItsAttempts() {
        apply("fc", 0);
        fetchPrices.run();
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        assertThat(listed("fc")).contains("\"failed\"").contains(today).contains("HTTP status 404");
        assertThat(given().auth()
                        .oauth2(TestTokens.auditor())
                        .get("/api/v1/price-feeds")
                        .then()
                        .extract()
                        .<Integer>path("items.find { it.id == 'feed-fc' }.lateDays"))
                .isEqualTo(1);
        watchSeries.run();
        assertThat(metrics()).containsPattern("wattledger_price_series_late_days\\{[^}]*series=\"NO4-fc\"[^}]*} 1\\.0");
    }

    @Test
    void aFeedThatIsWrittenWronglyIsRefused() {
        for (String[] wrong : new String[][] {
            {"http://", "ftp://", "/priceFeeds/0/baseUrl"},
            {"{day}", "{date}", "/priceFeeds/0/path"},
            {"00:00", "25:00", "/priceFeeds/0/schedule/at"},
            {"\"series\": \"NO4-fd\"}", "\"series\": \"nowhere\"}", "/priceFeeds/0/reading/series"},
            {"\"format\": \"entsoe-a44\"", "\"format\": \"csv\"", "/priceFeeds/0/reading/columns"},
            {"PT1H", "soon", "/priceFeeds/0/schedule/backOff"}
        }) {
            put(catalog("fd", 1).replace(wrong[0], wrong[1])).statusCode(422).body("errors.pointer", hasItem(wrong[2]));
        }
        given().auth()
                .oauth2(TestTokens.operator())
                .post("/api/v1/price-feeds/nowhere/fetch")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(TestTokens.auditor())
                .post("/api/v1/price-feeds/nowhere/fetch")
                .then()
                .statusCode(403);
    }

    private void apply(String suffix, int retries) {
        put(catalog(suffix, retries)).statusCode(200);
    }

    private String catalog(String suffix, int retries) {
        return """
            {"catalog": 1,
              "priceSeries": [{"id": "NO4-X", "zone": "NO4", "auction": "day-ahead", "resolution": "PT15M",
                "currency": "EUR", "unit": "MWh", "publisher": "ENTSO-E", "timeZone": "Europe/Oslo"}],
              "priceFeeds": [{"id": "feed-X", "reading": {"format": "entsoe-a44", "series": "NO4-X"},
                "baseUrl": "http://127.0.0.1:PORT",
                "path": "/api?in={eic}&start={start}&end={end}&key={secret}&day={day}",
                "schedule": {"at": "00:00", "timeZone": "ZONE", "daysAhead": 0, "retries": RETRIES, "backOff": "PT1H"}}]}
            """.replace("-X", "-" + suffix)
                .replace("&key={secret}", suffix.equals("fa") || suffix.equals("fg") ? "&key={secret}" : "")
                .replace("ZONE", suffix.equals("fc") ? "UTC" : "Europe/Oslo")
                .replace("PORT", String.valueOf(publisher.getAddress().getPort()))
                .replace("RETRIES", String.valueOf(retries));
    }

    private static ValidatableResponse put(String catalog) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(catalog)
                .put("/api/v1/catalog")
                .then();
    }

    private static ValidatableResponse fetch(String suffix) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .queryParam("day", DAY)
                .post("/api/v1/price-feeds/feed-" + suffix + "/fetch")
                .then()
                .statusCode(200);
    }

    private static String listed(String suffix) {
        return given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/price-feeds")
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.id == 'feed-" + suffix + "' }")
                .toString()
                .replace("state=", "state=\"")
                .replace(", attempts", "\", attempts");
    }

    private static ValidatableResponse points(String series) {
        return points(series, DAY);
    }

    private static ValidatableResponse points(String series, String day) {
        ZoneId clock = ZoneId.of("Europe/Oslo");
        LocalDate date = LocalDate.parse(day);
        return given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", date.atStartOfDay(clock).toInstant().toString())
                .queryParam(
                        "to", date.plusDays(1).atStartOfDay(clock).toInstant().toString())
                .get("/api/v1/price-series/" + series + "/points")
                .then()
                .statusCode(200);
    }

    private static double failures() {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("wattledger_price_feed_failures_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String metrics() {
        return given().get("/q/metrics").then().statusCode(200).extract().asString();
    }

    private static String document(String name) {
        return new String(SharedFiles.synthetic(name), StandardCharsets.UTF_8);
    }

    private static void status(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean bodiless = status == 304 || bytes.length == 0;
        exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
        if (!bodiless) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
