package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.CorrectedLine.Purpose;
import io.wattledger.billing.invoice.CorrectedLine.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorrectedLineTest {

    @ParameterizedTest
    @CsvSource({
        "CREDIT, NO26-000001, 1, Credit of line 1 of invoice NO26-000001: GPU time: on demand",
        "CREDIT, NO26-000001, , Credit of invoice NO26-000001: GPU time: on demand",
        "CORRECTION, A 26 7, 12, Correction of line 12 of invoice A 26 7: GPU time: on demand"
    })
    void readsBackWhatItTells(Purpose purpose, String number, Integer line, String told) {
        CorrectedLine corrected = new CorrectedLine(number, line);

        assertThat(corrected.told(purpose, "GPU time: on demand")).isEqualTo(told);
        assertThat(CorrectedLine.read(told)).isEqualTo(new Told(purpose, corrected, "GPU time: on demand"));
    }

    @Test
    void readsWhatIsToldOfALineThatTellsOfAnotherOne() {
        CorrectedLine first = new CorrectedLine("NO26-000001", 1);
        CorrectedLine second = new CorrectedLine("NO26-000002", 4);
        String correction = first.told(Purpose.CORRECTION, "GPU time");

        assertThat(CorrectedLine.read(second.told(Purpose.CREDIT, correction)))
                .isEqualTo(new Told(Purpose.CREDIT, second, correction));
        assertThat(CorrectedLine.read(correction)).isEqualTo(new Told(Purpose.CORRECTION, first, "GPU time"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GPU time", "Credit of the month", "Refund of line 1 of invoice A: GPU time"})
    void leavesOtherDescriptionsAsTheyAre(String description) {
        assertThat(CorrectedLine.read(description)).isNull();
    }
}
