package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.launcher.infrastructure.Infrastructure;
import io.wattledger.launcher.suite.Layout;
import io.wattledger.launcher.suite.RunningProcess;
import io.wattledger.launcher.suite.SuiteState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the suite is, in words. */
class SuiteTextTest {

    /** Where a start is cut off after PostgreSQL and Kafka, no service has been started. */
    @Test
    void showsServicesThatWereNeverStartedAsStopped(@TempDir Path data) {
        ProcessHandle here = ProcessHandle.current();
        var state = new SuiteState(
                new RunningProcess(
                        "infrastructure", here.pid(), here.info().startInstant().orElse(Instant.EPOCH), 0),
                new Infrastructure.Ready("127.0.0.1:9092", 5432, "owner", "app"),
                List.of());

        SuiteText.Status status = SuiteText.status(state, new Layout(data, data));

        assertThat(status.running()).isFalse();
        assertThat(status.processes())
                .extracting(SuiteText.Part::name, SuiteText.Part::state)
                .map(Object::toString)
                .containsExactly(
                        "(\"postgresql\", \"ready\")",
                        "(\"kafka\", \"ready\")",
                        "(\"metering\", \"stopped\")",
                        "(\"pricing\", \"stopped\")",
                        "(\"billing\", \"stopped\")");
        assertThat(printed(status)).containsPattern("billing +stopped +- +-");
    }

    private static String printed(SuiteText.Status status) {
        var bytes = new ByteArrayOutputStream();
        SuiteText.print(status, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
