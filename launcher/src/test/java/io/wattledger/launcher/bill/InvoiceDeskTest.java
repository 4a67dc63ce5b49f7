package io.wattledger.launcher.bill;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.wattledger.launcher.Progress;
import io.wattledger.launcher.infrastructure.Infrastructure;
import io.wattledger.launcher.suite.CommandLocks;
import io.wattledger.launcher.suite.Layout;
import io.wattledger.launcher.suite.RunningProcess;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import io.wattledger.launcher.suite.SuiteState;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvoiceDeskTest {

    private static final int PIECE = 1 << 20;
    private static final int LOOKS = 100;

    /** A month of many tenants has more rows than the launcher has memory. */
    @Test
    void writesTheFocusFileWhileItComes(@TempDir Path data, @TempDir Path out) throws Exception {
        Path file = Files.writeString(out.resolve("focus.csv"), "of an earlier run");
        var begun = new AtomicBoolean();
        HttpServer billing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        billing.createContext("/api/v1/exports/focus", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[PIECE]);
            exchange.getResponseBody().flush();
            begun.set(isThere(out.resolve("focus.csv.part")));
            exchange.getResponseBody().write(new byte[PIECE]);
            exchange.close();
        });
        billing.start();
        try {
            var silent = new Progress(
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    Clock.systemUTC(),
                    false);
            try (var services = new Services(
                    new Suite(
                            new Layout(data, data),
                            silent,
                            new CommandLocks(data, "./wattledger bill", Clock.systemUTC())),
                    running(billing.getAddress().getPort()))) {
                new InvoiceDesk(services, silent).write(List.of(), Periods.parse("2026-10"), List.of("acme"), out);
            }
        } finally {
            billing.stop(0);
        }

        assertThat(begun).as("written while it comes").isTrue();
        assertThat(file).hasSize(2L * PIECE);
        assertThat(out).isDirectoryNotContaining("glob:**.part");
    }

    private static boolean isThere(Path part) {
        for (int i = 0; i < LOOKS && !Files.exists(part); i++) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return Files.exists(part);
    }

    private static SuiteState running(int port) {
        var infrastructure = new RunningProcess("infrastructure", 1, Instant.EPOCH, 0);
        return new SuiteState(
                infrastructure,
                new Infrastructure.Ready("127.0.0.1:1", 1, "owner", "app"),
                List.of(new RunningProcess("billing", 1, Instant.EPOCH, port)));
    }
}
