package io.wattledger.launcher.intake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.launcher.suite.AnsweredService;
import io.wattledger.launcher.suite.ServiceUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMeteringTest {

    /** Whoever sends has it started then; an import ended with a stack trace where a start had been cut off. */
    @Test
    void isUnavailableWhereItWasNeverStarted(@TempDir Path data) throws IOException {
        try (var billing = new AnsweredService("billing", data);
                var metering = new LocalMetering(billing.suite(), billing.state())) {
            assertThatThrownBy(() -> metering.collectorOf("acme"))
                    .isInstanceOf(ServiceUnavailable.class)
                    .hasMessage("metering was not started");
        }
    }
}
