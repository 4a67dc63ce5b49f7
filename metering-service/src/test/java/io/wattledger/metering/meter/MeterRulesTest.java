package io.wattledger.metering.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MeterRulesTest {

    private static final MeterLabels NONE = new MeterLabels(null, null, Map.of());

    @Test
    void takesAMeterAsTheClientSendsIt() {
        MeterDefinition meter = valid(new MeterDraft(
                "tokens_total",
                new MeterLabels("Tokens", "of all\nmodels", Map.of("owner", "ai")),
                "SUM",
                "prompt",
                Instant.parse("2026-01-01T00:00:00Z"),
                "$.tokens",
                Map.of("model", "$.model", "type", "$.type")));

        assertThat(meter.aggregation()).isEqualTo(Aggregation.SUM);
        assertThat(meter.groupBy().keySet()).containsExactly("model", "type");
    }

    @ParameterizedTest
    @EnumSource
    void onlyACountNeedsNoValue(Aggregation aggregation) {
        Checked<MeterDefinition> checked =
                MeterRules.check(new MeterDraft("m", NONE, aggregation.name(), "prompt", null, null, Map.of()));

        assertThat(checked instanceof Checked.Valid).isEqualTo(aggregation == Aggregation.COUNT);
    }

    @Test
    void aCountDoesNotLookAtAValue() {
        assertThat(valid(new MeterDraft("m", NONE, "COUNT", "prompt", null, "no path", Map.of()))
                        .value())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -       | SUM     | prompt             | $.a  | slug
            a b     | SUM     | prompt             | $.a  | slug
            a__b    | SUM     | prompt             | $.a  | slug
            _a      | SUM     | prompt             | $.a  | slug
            m-1     | SUM     | prompt             | $.a  | slug
            m       | -       | prompt             | $.a  | aggregation
            m       | sum     | prompt             | $.a  | aggregation
            m       | MEDIAN  | prompt             | $.a  | aggregation
            m       | SUM     | -                  | $.a  | eventType
            m       | SUM     | ' '                | $.a  | eventType
            m       | SUM     | io.wattledger.gpu  | $.a  | eventType
            m       | SUM     | prompt             | -    | valueProperty
            m       | SUM     | prompt             | a    | valueProperty
            m       | SUM     | prompt             | $..a | valueProperty
            """)
    void namesTheMemberThatIsWrong(String slug, String aggregation, String type, String path, String member) {
        assertThat(faults(new MeterDraft(slug, NONE, aggregation, type, null, path, Map.of())))
                .containsExactly(member);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            subject | $.a  | groupBy/subject
            a-b     | $.a  | groupBy/a-b
            1a      | $.a  | groupBy/1a
            a       | a    | groupBy/a
            """)
    void namesTheGroupThatIsWrong(String group, String path, String member) {
        assertThat(faults(new MeterDraft("m", NONE, "COUNT", "prompt", null, null, Map.of(group, path))))
                .containsExactly(member);
    }

    @Test
    void findsEveryFaultAtOnce() {
        MeterLabels labels = new MeterLabels(" ", "a\u0000b", Map.of("k", "x".repeat(1025)));

        assertThat(faults(new MeterDraft(null, labels, "SUM", null, Instant.MAX, null, Map.of("subject", "no path"))))
                .containsExactly(
                        "slug",
                        "name",
                        "description",
                        "metadata/k",
                        "eventType",
                        "valueProperty",
                        "groupBy/subject",
                        "groupBy/subject",
                        "eventFrom");
    }

    private static MeterDefinition valid(MeterDraft draft) {
        assertThat(MeterRules.check(draft)).isInstanceOf(Checked.Valid.class);
        return ((Checked.Valid<MeterDefinition>) MeterRules.check(draft)).value();
    }

    private static List<String> faults(MeterDraft draft) {
        assertThat(MeterRules.check(draft)).isInstanceOf(Checked.Invalid.class);
        return ((Checked.Invalid<MeterDefinition>) MeterRules.check(draft))
                .faults().stream().map(Fault::member).toList();
    }
}
