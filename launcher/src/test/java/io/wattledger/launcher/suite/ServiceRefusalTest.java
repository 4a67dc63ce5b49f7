package io.wattledger.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServiceRefusalTest {

    @Test
    void givesReasonsOfTheWholeToo() {
        var refusal =
                ServiceRefusal.of("billing refused /api/v1/x with 422", 422, """
                {"code": "document-invalid", "detail": "the credit note would break 2 rules", "errors": [
                 {"pointer": "", "detail": "X-CN-REF: the invoice is not an earlier one"},
                 {"pointer": "/amount", "detail": "has three decimals"},
                 {"pointer": "", "detail": "the credit note would break 2 rules"}]}""".getBytes(StandardCharsets.UTF_8));

        assertThat(refusal.reasons())
                .containsExactly("X-CN-REF: the invoice is not an earlier one", "/amount: has three decimals");
    }
}
