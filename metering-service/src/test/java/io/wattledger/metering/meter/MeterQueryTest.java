package io.wattledger.metering.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterQueryTest {

    private static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
    private static final MeterDefinition METER = ((Checked.Valid<MeterDefinition>) MeterRules.check(new MeterDraft(
                    "tokens",
                    new MeterLabels(null, null, Map.of()),
                    "SUM",
                    "prompt",
                    null,
                    "$.tokens",
                    Map.of("model", "$.model"))))
            .value();

    @Test
    void asksForEverythingWhereNothingIsSaid() {
        MeterQuery query = valid(new Question(null, null, null, null, List.of(), Map.of(), List.of()));

        assertThat(query.zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(query.groupBy()).isEmpty();
    }

    @Test
    void whoNamesSubjectsIsAnsweredBySubject() {
        MeterQuery query = valid(new Question(
                FROM,
                FROM.plusSeconds(1),
                "QUARTER_HOUR",
                "Europe/Oslo",
                List.of("b", "a"),
                Map.of("model", List.of("large", "small")),
                List.of("model")));

        assertThat(query.groupBy()).containsExactly("model", "subject");
        assertThat(query.zone()).isEqualTo(ZoneId.of("Europe/Oslo"));
        assertThat(query.filters().get("model")).containsExactlyInAnyOrder("large", "small");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            2026-10-01T00:00:00Z | -    | -           | -     | -     | to
            2026-09-30T23:59:59Z | -    | -           | -     | -     | to
            -                    | WEEK | -           | -     | -     | windowSize
            -                    | day  | -           | -     | -     | windowSize
            -                    | DAY  | Europe/Oslu | -     | -     | windowTimeZone
            -                    | DAY  | +02:00      | -     | -     | windowTimeZone
            -                    | -    | -           | type  | -     | groupBy
            -                    | -    | -           | -     | type  | filterGroupBy
            -                    | -    | -           | -     | subject | filterGroupBy
            """)
    void namesWhatIsWrong(Instant to, String size, String zone, String groupBy, String filter, String member) {
        Question question = new Question(
                FROM,
                to,
                size,
                zone,
                List.of(),
                filter == null ? Map.of() : Map.of(filter, List.of("x")),
                groupBy == null ? List.of() : List.of(groupBy));

        assertThat(faults(question)).containsExactly(member);
    }

    @Test
    void refusesTextsAndTimesThatNoRowCanHold() {
        assertThat(faults(new Question(
                        Instant.MIN,
                        null,
                        null,
                        null,
                        List.of("a\u0000"),
                        Map.of("model", Collections.nCopies(1_001, "x")),
                        List.of())))
                .containsExactly("from", "filterGroupBy/model", "subject");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            10,   4,  2.5
            1,    3,  0.3333333333333333333333333333333333
            2,    3,  0.6666666666666666666666666666666667
            -2,   3,  -0.6666666666666666666666666666666667
            0,    7,  0
            1e30, 3,  333333333333333333333333333333.3333
            """)
    void dividesOnceWith34DigitsHalfUp(BigDecimal sum, long count, String average) {
        assertThat(Aggregation.written(Aggregation.average(sum, count))).isEqualTo(average);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1.50,  1.5
            100,   100
            1E+3,  1000
            0.00,  0
            -0.10, -0.1
            1E-9,  0.000000001
            """)
    void writesOneFigureOneWay(BigDecimal figure, String written) {
        assertThat(Aggregation.written(figure)).isEqualTo(written);
    }

    private static MeterQuery valid(Question question) {
        return Objects.requireNonNull(((Checked.Valid<MeterQuery>) MeterQuery.check(METER, question)).value());
    }

    private static List<String> faults(Question question) {
        assertThat(MeterQuery.check(METER, question)).isInstanceOf(Checked.Invalid.class);
        return ((Checked.Invalid<MeterQuery>) MeterQuery.check(METER, question))
                .faults().stream().map(Fault::member).toList();
    }
}
