package io.wattledger.metering.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderTextTest {

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "6a6f62, job",
        "c3a5, \u00e5",
        "efbfbd, \ufffd",
        "e5, base64:5Q==",
        "c3, base64:ww==",
        "eda080, base64:7aCA",
        "2f7300, base64:L3MA"
    })
    void keepsTextAsItStandsAndAllElseInBase64(String hex, String kept) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(HeaderText.of(bytes)).isEqualTo(kept);
        assertThat(HeaderText.bytes(kept)).isEqualTo(bytes);
    }

    /** Or somebody's id would be read as another one when it is tried again, or as none at all. */
    @ParameterizedTest
    @CsvSource({"base64:", "base64:L3MA", "base64:?"})
    void givesBackATextThatLooksLikeBase64(String text) {
        assertThat(HeaderText.bytes(HeaderText.of(text.getBytes(UTF_8)))).isEqualTo(text.getBytes(UTF_8));
    }
}
