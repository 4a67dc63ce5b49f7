package io.wattledger.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.launcher.usage.RowFault;
import org.junit.jupiter.api.Test;

class ShownTest {

    @Test
    void whatWouldMoveTheCursorIsWrittenOut() {
        assertThat(Shown.line("a\u001b[2J\u009b1m\nb\u202e")).isEqualTo("a\\u001B[2J\\u009B1m\\u000Ab\\u202E");
        assertThat(Shown.text("a\n\tb\r\u0007")).isEqualTo("a\n\tb\\u000D\\u0007");
        assertThat(Shown.line("Bodø kommune, 8 × H100 😀")).isEqualTo("Bodø kommune, 8 × H100 😀");
    }

    @Test
    void aFaultOfARowIsOneLineOfPlainText() {
        assertThat(new RowFault("u.csv", 3, 2, "gpu\u001b", "8\n\u001b]0;x\u0007", "must be a number"))
                .hasToString("u.csv:3:2: gpu\\u001B: '8\\u000A\\u001B]0;x\\u0007' must be a number");
    }
}
