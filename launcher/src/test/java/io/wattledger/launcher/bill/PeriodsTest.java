package io.wattledger.launcher.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.launcher.InputFault;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodsTest {

    @Test
    void readsOneMonthAndSeveral() {
        assertThat(Periods.parse("2026-10").months()).hasToString("[2026-10]");
        assertThat(Periods.parse("2017-11..2018-02").months()).hasToString("[2017-11, 2017-12, 2018-01, 2018-02]");
    }

    @Test
    void beginsAtTheMidnightsOfTheZone() {
        Periods october = Periods.parse("2026-10");

        assertThat(october.start(ZoneId.of("Europe/Oslo"))).hasToString("2026-09-30T22:00:00Z");
        assertThat(october.end(ZoneId.of("Europe/Oslo"))).hasToString("2026-10-31T23:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026", "2026-13", "2026-10..2026-09", "2026-10..", "2026-10..2026-11..2026-12", "x"})
    void refusesWhatIsNoMonth(String text) {
        assertThatThrownBy(() -> Periods.parse(text))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining("--period: '" + text + "'");
    }
}
