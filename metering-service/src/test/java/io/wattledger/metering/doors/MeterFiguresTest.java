package io.wattledger.metering.doors;

import static io.wattledger.metering.doors.Meters.as;
import static io.wattledger.metering.doors.Meters.create;
import static io.wattledger.metering.doors.Meters.event;
import static io.wattledger.metering.doors.Meters.figures;
import static io.wattledger.metering.doors.Meters.ingest;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.meter.Aggregation;
import io.wattledger.metering.meter.WindowSize;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What meters make of events: tables of every aggregation, and the database against a plain fold. */
@QuarkusTest
@WithSuite
class MeterFiguresTest {

    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    /** A day and a half around the hour that comes twice. */
    private static final Instant FIRST = Instant.parse("2024-10-26T12:00:00Z");

    private static final int SECONDS = 36 * 3600;

    private final String tenant = Usage.newTenant();

    private record Reported(String id, Instant time, BigDecimal value) {

        String json(Random random) {
            // A number in the forms that senders write, or a string, which is the same only when it is the same text.
            boolean isText = id.hashCode() % 3 == 0;
            BigDecimal number = isText || random.nextBoolean() ? value : value.setScale(9);
            String tokens = isText ? '"' + value.toPlainString() + '"' : number.toPlainString();
            String said = Aggregation.written(value);
            return event(id, "s", time.toString(), "{\"tokens\":" + tokens + ",\"said\":\"" + said + "\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SUM          | 0.1 "0.2" 0.3                        | 0.6
            SUM          | 9007199254740993 1                   | 9007199254740994
            SUM          | 99999999999999999999999999999999999999 1 | 100000000000000000000000000000000000000
            SUM          | 1e-38 1                              | 1.00000000000000000000000000000000000001
            SUM          | -1.5 1.5                             | 0
            SUM          | "1e3" 1E+3 "-0.5"                    | 1999.5
            COUNT        | 5 5 "x"                              | 3
            UNIQUE_COUNT | 1 1.0 "1" "a" "A" true "true"        | 4
            AVG          | 1 1 2                                | 1.333333333333333333333333333333333
            AVG          | 2 2 1                                | 1.666666666666666666666666666666667
            AVG          | 1.10 1.30                            | 1.2
            MIN          | 3 -2 "-2.5"                          | -2.5
            MAX          | 3 "3.0" 3.00                         | 3
            MAX          | "9" "10"                             | 10
            LATEST       | 1 2 3                                | 3
            """)
    void everyAggregationIsExact(Aggregation aggregation, String values, String expected) {
        create(tenant, "m", aggregation.name());
        int number = 0;
        for (String value : values.split(" ")) {
            // One second apart, so that the last one is the latest.
            String time = FIRST.plusSeconds(number).toString();
            ingest(tenant, event("e" + number++, "s", time, "{\"tokens\":" + value + "}"))
                    .statusCode(204);
        }

        assertThat(figures(tenant, "m", "")).containsExactly(expected);
    }

    @Test
    void ofSeveralLatestTheGreatestIdCountsWhateverCameFirst() {
        create(tenant, "m", "LATEST");
        for (String id : List.of("b", "c", "a")) {
            ingest(tenant, event(id, "s", FIRST.toString(), "{\"tokens\":\"" + (int) id.charAt(0) + "\"}"))
                    .statusCode(204);
        }

        assertThat(figures(tenant, "m", "")).containsExactly(Integer.toString('c'));
    }

    @Test
    void anEventThatIsCorrectedOrWithdrawnDropsOut() {
        create(tenant, "m", "SUM");
        String time = FIRST.toString();
        ingest(tenant, event("wrong", "s", time, "{\"tokens\":5}"), event("other", "s", time, "{\"tokens\":1}"))
                .statusCode(204);
        assertThat(figures(tenant, "m", "")).containsExactly("6");

        ingest(tenant, Collector.superseding("wrong", event("right", "s", time, "{\"tokens\":3}")))
                .statusCode(204);
        assertThat(figures(tenant, "m", "")).containsExactly("4");

        String withdrawal = "{\"id\":\"right\",\"source\":\"app\",\"reason\":\"reported in error\"}";
        ingest(tenant, Collector.event("withdrawal", "usage.withdrawn.v1", withdrawal))
                .statusCode(204);
        assertThat(figures(tenant, "m", "")).containsExactly("1");
    }

    @Test
    void whatIsCorrectedOrWithdrawnIsListedWheneverThatCame() {
        String[] events = {
            event("1", "s", FIRST.toString(), "{\"tokens\":1}"), event("2", "s", FIRST.toString(), "{\"tokens\":2}")
        };
        String[] corrections = {
            Collector.superseding("2", event("3", "s", FIRST.toString(), "{\"tokens\":4}")),
            Collector.event(
                    "w", "usage.withdrawn.v1", "{\"id\":\"1\",\"source\":\"app\",\"reason\":\"reported in error\"}")
        };
        String together = tenant;
        String later = Usage.newTenant();
        String before = Usage.newTenant();
        ingest(together, events[0], events[1], corrections[0], corrections[1]).statusCode(204);
        ingest(later, events).statusCode(204);
        ingest(later, corrections).statusCode(204);
        ingest(before, corrections).statusCode(204);
        ingest(before, events).statusCode(204);

        String gone = "the event was corrected or withdrawn and counts no more";
        for (String one : List.of(together, later, before)) {
            create(one, "m", "SUM");
            JsonPath listed = as(one).get("/api/v1/events").then().extract().jsonPath();
            assertThat(listed.getList("event.id")).containsExactlyInAnyOrder("1", "2", "3");
            assertThat(listed.getList("findAll { it.event.id != '3' }.validationError"))
                    .containsExactly(gone, gone);
            assertThat(listed.getString("find { it.event.id == '3' }.validationError"))
                    .isNull();
            assertThat(figures(one, "m", "")).containsExactly("4");
        }
    }

    @Test
    void aSecondCorrectionOfOneEventIsAConflictAndNotListed() {
        create(tenant, "m", "SUM");
        ingest(tenant, event("1", "s", FIRST.toString(), "{\"tokens\":1}")).statusCode(204);
        ingest(tenant, Collector.superseding("1", event("2", "s", FIRST.toString(), "{\"tokens\":2}")))
                .statusCode(204);

        ingest(tenant, Collector.superseding("1", event("3", "s", FIRST.toString(), "{\"tokens\":4}")))
                .statusCode(409);

        assertThat(as(tenant).get("/api/v1/events").then().extract().jsonPath().getList("event.id"))
                .containsExactlyInAnyOrder("1", "2");
        assertThat(figures(tenant, "m", "")).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void agreesWithAPlainFoldWhateverTheOrderAndHoweverOftenEventsCome(long seed) {
        Random random = new Random(seed);
        List<Reported> reported = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            reported.add(new Reported(
                    "e" + i,
                    FIRST.plusSeconds(random.nextInt(SECONDS)).plusNanos(random.nextInt(1_000_000) * 1_000L),
                    BigDecimal.valueOf(random.nextLong(-1_000_000, 1_000_000), random.nextInt(7))));
        }
        for (Aggregation aggregation : Aggregation.values()) {
            String place = aggregation == Aggregation.UNIQUE_COUNT ? "$.said" : "$.tokens";
            create(tenant, slug(aggregation), aggregation.name(), place);
        }
        List<Reported> sent = new ArrayList<>(reported);
        sent.addAll(reported.subList(0, 50));
        Collections.shuffle(sent, random);
        for (int from = 0; from < sent.size(); from += 40) {
            ingest(
                            tenant,
                            sent.subList(from, Math.min(sent.size(), from + 40)).stream()
                                    .map(one -> one.json(random))
                                    .toArray(String[]::new))
                    .statusCode(204);
        }

        for (Aggregation aggregation : Aggregation.values()) {
            String slug = slug(aggregation);
            for (WindowSize size : WindowSize.values()) {
                assertThat(figures(tenant, slug, "?windowTimeZone=Europe/Oslo&windowSize=" + size))
                        .as("%s by %s", aggregation, size)
                        .isEqualTo(folded(aggregation, size, reported));
            }
            assertThat(figures(tenant, slug, "")).containsExactly(folded(aggregation, reported));
        }
        for (WindowSize size : WindowSize.values()) {
            assertThat(total(figures(tenant, "sum", "?windowTimeZone=Europe/Oslo&windowSize=" + size)))
                    .as("the windows of a %s add up to the whole", size)
                    .isEqualTo(figures(tenant, "sum", "").getFirst());
        }
    }

    private static String slug(Aggregation aggregation) {
        return aggregation.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> folded(Aggregation aggregation, WindowSize size, List<Reported> reported) {
        return reported.stream()
                .collect(Collectors.groupingBy(
                        one -> size.windowOf(one.time(), OSLO),
                        () -> new TreeMap<>(Comparator.comparing(Interval::start)),
                        Collectors.toList()))
                .values()
                .stream()
                .map(ofWindow -> folded(aggregation, ofWindow))
                .toList();
    }

    private static String folded(Aggregation aggregation, List<Reported> reported) {
        List<BigDecimal> values = reported.stream().map(Reported::value).toList();
        BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal count = BigDecimal.valueOf(values.size());
        return Aggregation.written(
                switch (aggregation) {
                    case SUM -> sum;
                    case COUNT -> count;
                    case UNIQUE_COUNT ->
                        BigDecimal.valueOf(values.stream()
                                .map(BigDecimal::stripTrailingZeros)
                                .distinct()
                                .count());
                    case AVG -> sum.divide(count, new MathContext(34, RoundingMode.HALF_UP));
                    case MIN -> Collections.min(values);
                    case MAX -> Collections.max(values);
                    case LATEST ->
                        Collections.max(
                                        reported,
                                        Comparator.comparing(Reported::time).thenComparing(Reported::id))
                                .value();
                });
    }

    private static String total(List<String> figures) {
        return Aggregation.written(figures.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add));
    }
}
