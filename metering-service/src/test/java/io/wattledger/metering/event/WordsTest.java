package io.wattledger.metering.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    private final Words words = new Words();

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "tenant-1", "rødt", "東京", "\uD83D\uDD0C", "a\u0000b", "x\u007fy", "\u0080"})
    void givesTheTextBothTimesAndFromBothForms(String text) {
        for (int i = 0; i < 2; i++) {
            assertThat(words.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
            assertThat(words.of((">" + text + "<").toCharArray(), 1, text.length()))
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void givesNoTextForWhatIsNoUtf8(int length) {
        byte[] bytes = "n".repeat(length).getBytes(StandardCharsets.UTF_8);
        bytes[length - 1] = (byte) 0xE5;
        assertThat(words.of(bytes)).isNull();
        assertThat(words.of("\uFFFD".repeat(length).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("\uFFFD".repeat(length));
    }

    @Test
    void givesLongTexts() {
        String text = "n".repeat(1_000);
        assertThat(words.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(words.of(text.toCharArray(), 0, text.length())).isEqualTo(text);
    }

    @Test
    void givesOneStringForAWord() {
        String first = words.of("site-1".getBytes(StandardCharsets.UTF_8));
        assertThat(words.of("site-1".toCharArray(), 0, 6)).isSameAs(first);
    }

    /** More words than places: those that share one take it from each other. */
    @Test
    void neverTakesOneWordForAnother() {
        IntStream.range(0, 200_000).mapToObj(i -> "w" + i % 60_000).forEach(text -> {
            assertThat(words.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
            assertThat(words.of(text.toCharArray(), 0, text.length())).isEqualTo(text);
        });
    }
}
