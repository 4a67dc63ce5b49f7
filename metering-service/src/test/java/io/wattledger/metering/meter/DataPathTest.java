package io.wattledger.metering.meter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataPathTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $.tokens               | strict $."tokens"
            $.usage.input_tokens   | strict $."usage"."input_tokens"
            $.gpu-hours            | strict $."gpu-hours"
            $.größe                | strict $."größe"
            $['gpu hours']         | strict $."gpu hours"
            $["a.b"]['c"d']        | strict $."a.b"."c\\"d"
            $.items[0].size        | strict $."items"[0]."size"
            $.$meta                | strict $."$meta"
            $['0']                 | strict $."0"
            """)
    void readsAPathToOneValue(String text, String sqlJsonPath) {
        assertThat(DataPath.read("valueProperty", text)).isInstanceOfSatisfying(Checked.Valid.class, valid -> {
            DataPath path = (DataPath) valid.value();
            assertThat(path.sqlJsonPath()).isEqualTo(sqlJsonPath);
            assertThat(path.text()).isEqualTo(text);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$",
                "tokens",
                "$tokens",
                ".tokens",
                "$.",
                "$..tokens",
                "$.*",
                "$.items[*]",
                "$.items[-1]",
                "$.items[0:2]",
                "$.items[?(@.size > 1)]",
                "$.items[01]",
                "$.a b",
                "$.a ",
                "$['a",
                "$[a]",
                "$['a\\']",
                "$.a\u0000",
                "$['\ud800']",
                "$.tokens) || pg_sleep(1"
            })
    void refusesWhatLeadsToManyValuesOrNone(String text) {
        assertThat(DataPath.read("valueProperty", text)).isInstanceOf(Checked.Invalid.class);
    }

    @Test
    void refusesAPathWithoutEnd() {
        assertThat(DataPath.read("valueProperty", "$" + ".a".repeat(33))).isInstanceOf(Checked.Invalid.class);
        assertThat(DataPath.read("valueProperty", "$." + "a".repeat(600))).isInstanceOf(Checked.Invalid.class);
    }
}
