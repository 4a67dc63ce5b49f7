package io.wattledger.metering.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.metering.event.EventKey;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RememberedRowsTest {

    private static final EventKey KEY = new EventKey(1, 2);
    private static final int MOST = 200_000;

    private final RememberedRows<String> remembered = new RememberedRows<>(String::length);

    @Test
    void aKeyIsATenantsOwn() {
        remembered.keep("a", KEY, "of a");

        assertThat(remembered.find("a", KEY)).isEqualTo("of a");
        assertThat(remembered.find("b", KEY)).isNull();
        remembered.forget("a", KEY);
        assertThat(remembered.find("a", KEY)).isNull();
    }

    @Test
    void onlyWhatIsRememberedIsChanged() {
        remembered.keep("a", KEY, "before");

        remembered.change("a", KEY, held -> held + " and after");
        remembered.change("b", KEY, held -> held + " and after");

        assertThat(remembered.find("a", KEY)).isEqualTo("before and after");
        assertThat(remembered.find("b", KEY)).isNull();
    }

    @Test
    void whatWasNotAskedForIsForgotten() {
        IntStream.range(0, MOST).forEach(n -> remembered.keep("a", key(n), "held"));
        assertThat(remembered.find("a", key(0))).isEqualTo("held");

        remembered.keep("a", key(MOST), "held");

        assertThat(remembered.find("a", key(0))).as("asked for since").isEqualTo("held");
        assertThat(remembered.find("a", key(1))).isNull();
        assertThat(IntStream.rangeClosed(2, MOST).allMatch(n -> remembered.find("a", key(n)) != null))
                .isTrue();
    }

    /** Allocations of which much has happened take the room of many others. */
    @Test
    void largeRowsAreFewer() {
        String megabyte = "x".repeat(1024 * 1024);
        IntStream.range(0, 48).forEach(n -> remembered.keep("a", key(n), megabyte));
        assertThat(remembered.find("a", key(0))).isNotNull();
        remembered.change("a", key(47), held -> "");
        remembered.keep("a", key(0), megabyte);
        remembered.keep("a", key(48), megabyte);
        assertThat(IntStream.range(0, 49).allMatch(n -> remembered.find("a", key(n)) != null))
                .as("as much as there is room for")
                .isTrue();

        remembered.forget("a", key(2));
        remembered.keep("a", key(49), megabyte + megabyte);

        assertThat(remembered.find("a", key(0))).as("passed first").isNull();
        assertThat(IntStream.of(1, 3, 4, 48, 49).allMatch(n -> remembered.find("a", key(n)) != null))
                .isTrue();
    }

    @Test
    void isTrustedAgainAfterSomeBatchesThatWereLookedUp() {
        remembered.keep("a", KEY, "held");
        assertThat(remembered.isTrusted()).isTrue();

        remembered.distrust();

        assertThat(remembered.find("a", KEY)).isNull();
        for (int batch = 0; batch < 16; batch++) {
            assertThat(remembered.isTrusted()).isFalse();
            remembered.lookedUp();
        }
        assertThat(remembered.isTrusted()).isTrue();
    }

    private static EventKey key(int number) {
        return new EventKey(number, number);
    }
}
