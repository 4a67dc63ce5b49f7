package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.period.HoldReason;
import org.junit.jupiter.api.Test;

class PeriodDecisionTest {

    private static final long MEBIBYTE = 1024 * 1024;

    @Test
    void saysBeforehandThatAMonthIsTooLarge() {
        assertThat(PeriodDecision.tooLarge(33_600, 371 * MEBIBYTE)).isEmpty();
        assertThat(PeriodDecision.tooLarge(26_214, 256 * MEBIBYTE)).isEmpty();
        assertThat(PeriodDecision.tooLarge(26_215, 256 * MEBIBYTE)).hasValueSatisfying(reason -> {
            assertThat(reason.code()).isEqualTo(HoldReason.DOCUMENT_FAILED);
            assertThat(reason.detail()).contains("26215 lines", "enough for 26214", "-Xmx", "several documents");
        });
    }
}
