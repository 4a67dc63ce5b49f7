package io.wattledger.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.launcher.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {

    /** Nothing was said for a minute, and then that the suite is down. */
    @Test
    void saysOnceThatItAsksAgain(@TempDir Path data) throws IOException {
        var said = new ByteArrayOutputStream();
        var progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), Clock.systemUTC(), false);
        var asked = new AtomicInteger();
        try (var all = new AnsweredService(Suite.SERVICES, data, progress)) {
            all.answer("/api/v1/evidence", exchange -> {
                if (asked.incrementAndGet() < 3) {
                    exchange.sendResponseHeaders(503, -1);
                    exchange.close();
                } else {
                    AnsweredService.json(exchange, "{\"ok\": true}");
                }
            });
            try (Services services = all.services()) {
                assertThat(services.ask("billing", client -> client.get("/api/v1/evidence"))
                                .path("ok")
                                .asBoolean())
                        .isTrue();
            }
        }

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("billing answered 503 to /api/v1/evidence; asking again for a minute ...");
    }
}
