package io.wattledger.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.wattledger.contracts.message.ChargeKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireJsonTest {

    /** One member of each kind that reading is strict about. */
    record Reading(
            @Nullable BigDecimal amount,
            @Nullable Instant at,
            @Nullable LocalDate day,
            @Nullable ChargeKind kind) {}

    /** Members that must be there. */
    record Required(long count, String name, List<String> parts) {}

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.10, -0.10",
        "1E+3, 1000",
        "1E-9, 0.000000001",
        "83.33333333333333333333333333333333, 83.33333333333333333333333333333333",
        "123456789012345678901234567890.12, 123456789012345678901234567890.12"
    })
    void writesDecimalsAsStringsWithoutExponentAndReadsThemBack(BigDecimal amount, String written) throws IOException {
        byte[] json = WireJson.write(new Reading(amount, null, null, null));

        assertThat(json).asString().isEqualTo("{\"amount\":\"" + written + "\"}");
        assertThat(read(new String(json, UTF_8)).amount()).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12.5",
                "12",
                "1e2",
                "true",
                "[\"12.5\"]",
                "{}",
                "\"\"",
                "\" 12\"",
                "\"+12\"",
                "\"1e2\"",
                "\"012\"",
                "\".5\"",
                "\"5.\"",
                "\"12,5\"",
                "\"NaN\"",
                "\"0x1p3\"",
                "\"١٢\""
            })
    void refusesAnythingButADecimalStringAsDecimal(String value) {
        assertThatThrownBy(() -> read("{\"amount\":" + value + "}"))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining("must be a decimal string")
                .hasMessageContaining("amount");
    }

    @Test
    void refusesADecimalSoLongThatParsingItWouldCostTime() {
        assertThatThrownBy(() -> read("{\"amount\":\"" + "9".repeat(201) + "\"}"))
                .isInstanceOf(JsonMappingException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-25T01:00:00Z, 2026-10-25T01:00:00Z",
        "2026-10-25T02:00:00+01:00, 2026-10-25T01:00:00Z",
        "2026-10-25T01:00:00.250Z, 2026-10-25T01:00:00.250Z"
    })
    void readsInstantsWithAnyOffset(String written, Instant instant) throws IOException {
        assertThat(read("{\"at\":\"" + written + "\"}").at()).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1761350400",
                "1761350400.5",
                "\"1761350400\"",
                "\"2026-10-25T01:00:00\"",
                "\"2026-10-25T24:00:00Z\"",
                "\"2026-10-25\"",
                "\"\""
            })
    void refusesAnInstantWithoutOffset(String value) {
        assertThatThrownBy(() -> read("{\"at\":" + value + "}"))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining("RFC 3339");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20000", "[2026,10,1]", "\"2026-02-30\"", "\"2026-10-01T00:00:00Z\""})
    void refusesADateThatIsNotWrittenAsOne(String value) {
        assertThatThrownBy(() -> read("{\"day\":" + value + "}"))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining("must be a date string");
    }

    @Test
    void refusesTheOrdinalOfAnEnum() {
        assertThatThrownBy(() -> read("{\"kind\":1}")).isInstanceOf(JsonMappingException.class);
    }

    @Test
    void takesAbsentAndNullForTheSame() throws IOException {
        Reading nothing = new Reading(null, null, null, null);

        assertThat(read("{}")).isEqualTo(nothing);
        assertThat(read("{\"amount\":null,\"at\":null}")).isEqualTo(nothing);
        assertThat(WireJson.write(nothing)).asString().isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\",\"parts\":[]}",
                "{\"count\":1,\"parts\":[]}",
                "{\"count\":1,\"name\":\"a\"}",
                "{\"count\":null,\"name\":\"a\",\"parts\":[]}",
                "{\"count\":1,\"name\":null,\"parts\":[]}",
                "{\"count\":1,\"name\":\"a\",\"parts\":null}",
                "{\"count\":1.0,\"name\":\"a\",\"parts\":[]}",
                "{\"count\":\"1\",\"name\":\"a\",\"parts\":[]}",
                "{\"count\":1,\"name\":\"a\",\"parts\":[]} {}"
            })
    void refusesARecordWithoutAMemberThatMayNotBeAbsent(String json) {
        assertThatThrownBy(() -> WireJson.read(json.getBytes(UTF_8), Required.class))
                .isInstanceOf(IOException.class);
    }

    private static Reading read(String json) throws IOException {
        return WireJson.read(json.getBytes(UTF_8), Reading.class);
    }
}
