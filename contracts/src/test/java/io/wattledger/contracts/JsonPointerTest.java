package io.wattledger.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPointerTest {

    /** The examples of RFC 6901, section 5, and one in which both signs follow each other. */
    @ParameterizedTest
    @CsvSource({"foo, /foo", "'', /", "a/b, /a~1b", "c%d, /c%d", "m~n, /m~0n", "~1, /~01", "/~, /~1~0"})
    void escapesWhatEndsANameInAPointer(String name, String step) {
        assertThat(JsonPointer.step(name)).isEqualTo(step);
    }
}
