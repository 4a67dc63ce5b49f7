package io.wattledger.metering.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.event.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterDataTest {

    private final CloudEventJson reading = new CloudEventJson();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"b":1,"a":2}                     | {"a":2,"b":1}
            { "a" : [ 1 , { } , [ ] ] }       | {"a":[1,{},[]]}
            {"a":1.50}                        | {"a":1.5}
            {"a":1E+3}                        | {"a":1000}
            {"a":-0.0}                        | {"a":0}
            {"a":1e-7}                        | {"a":0.0000001}
            {"a":12345678901234567890.123456789012345678901} | {"a":12345678901234567890.123456789012345678901}
            {"a":"1.50"}                      | {"a":"1.50"}
            {"a":"\\u00e5\\u000a\\/"}         | {"a":"å\\n/"}
            {"\\u0061":true,"n":null}         | {"a":true,"n":null}
            {"a":"\\ud83d\\ude00"}            | {"a":"😀"}
            null                              | null
            """)
    void bringsDataIntoOneForm(String data, String json) {
        assertThat(read(data)).isEqualTo(new Arrival.Other(json));
    }

    @Test
    void dataMayBeAbsent() {
        assertThat(reading.structured("{\"type\":\"prompt\"}".getBytes(UTF_8)).contents())
                .isEqualTo(new Arrival.Other("null"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            7                       | data         | /data
            [1]                     | data         | /data
            "a"                     | data         | /data
            {"a":1,"a":2}           | data.a       | /data/a
            {"a":1,"\\u0061":2}     | data.a       | /data/a
            {"a":{"b":"\\u0000"}}   | data.a.b     | /data/a/b
            {"a/b.c":{"~":[1e401]}} | data.a/b.c.~ | /data/a~1b.c/~0
            {"\\u0000":1}           | data         | /data
            {"a":"\\ud800"}         | data.a       | /data/a
            {"a":1e401}             | data.a       | /data/a
            {"a":1e-401}            | data.a       | /data/a
            """)
    void refusesWhatCouldNotBeKeptExactly(String data, String field, String pointer) {
        assertThat(read(data)).isInstanceOfSatisfying(Arrival.Unreadable.class, unreadable -> {
            assertThat(unreadable.refusal().code()).isEqualTo(RefusalCode.INVALID_FIELD);
            assertThat(unreadable.refusal().field()).isEqualTo(field);
            assertThat(unreadable.refusal().pointer()).isEqualTo(pointer);
        });
    }

    @Test
    void namesAMemberWithAVeryLongNameByItsBeginning() {
        assertThat(read("{\"" + "a".repeat(40_000) + "\":\"\\u0000\"}"))
                .isInstanceOfSatisfying(
                        Arrival.Unreadable.class,
                        unreadable -> assertThat(unreadable.refusal().field())
                                .startsWith("data.aaa")
                                .hasSizeLessThan(300));
    }

    @Test
    void refusesDataThatIsNestedTooDeep() {
        assertThat(read("{\"a\":" + "[".repeat(65) + "]".repeat(65) + "}")).isInstanceOf(Arrival.Unreadable.class);
        assertThat(read("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}")).isInstanceOf(Arrival.Other.class);
    }

    private Arrival.Contents read(String data) {
        return reading.structured(("{\"type\":\"prompt\",\"data\":" + data + "}").getBytes(UTF_8))
                .contents();
    }
}
