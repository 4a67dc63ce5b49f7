package io.wattledger.launcher.invoices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.launcher.InputFault;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a credit on the command line asks of billing. */
class CreditOrderTest {

    private static final BigDecimal TEN = new BigDecimal("10.00");

    @ParameterizedTest
    @CsvSource({"3, 3, ", "3=12.50, 3, 12.50", "10=1, 10, 1"})
    void aLineIsItsNumberWithOrWithoutAnAmount(String text, int number, BigDecimal amount) {
        assertThat(CreditOrder.Line.of(text)).isEqualTo(new CreditOrder.Line(number, amount));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=1", "three", "3=", "3=-1", "3=1,50", "3=1.23456", "3 = 1"})
    void anythingElseIsNoLine(String text) {
        assertThatThrownBy(() -> CreditOrder.Line.of(text))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining("--line '" + text + "'");
    }

    @Test
    void linesAndAnAmountCannotStandTogether() {
        assertThatThrownBy(() -> new CreditOrder("r", null, List.of(new CreditOrder.Line(1, null)), TEN, null))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining("--amount");
    }

    @Test
    void saysToBillingJustWhatWasSaid() {
        var all = new CreditOrder("moved out", null, List.of(), null, null);
        assertThat(all.body()).hasToString("{\"reason\":\"moved out\"}");
        var lines = new CreditOrder(
                "outage",
                "Down on 12 October.",
                List.of(new CreditOrder.Line(3, TEN), new CreditOrder.Line(4, null)),
                null,
                LocalDate.parse("2026-11-30"));
        assertThat(lines.body())
                .hasToString("{\"reason\":\"outage\",\"statement\":\"Down on 12 October.\","
                        + "\"lines\":[{\"line\":3,\"amount\":\"10.00\"},{\"line\":4}],"
                        + "\"issueDate\":\"2026-11-30\"}");
    }

    @Test
    void theSameOrderHasTheSameKeyAndAnyOtherAnother() {
        var order = new CreditOrder("outage", null, List.of(), TEN, null);
        String key = order.idempotencyKey("NO26-000001");
        assertThat(new CreditOrder("outage", null, List.of(), TEN, null).idempotencyKey("NO26-000001"))
                .isEqualTo(key);
        assertThat(order.idempotencyKey("NO26-000002")).isNotEqualTo(key);
        assertThat(new CreditOrder("outage", "Sorry.", List.of(), TEN, null).idempotencyKey("NO26-000001"))
                .isNotEqualTo(key);
        assertThat(new CreditOrder("outage again", null, List.of(), TEN, null).idempotencyKey("NO26-000001"))
                .isNotEqualTo(key);
    }
}
