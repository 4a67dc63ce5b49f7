package io.wattledger.launcher.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.launcher.suite.AnsweredService;
import io.wattledger.launcher.suite.Services;
import java.nio.file.Files;
import java.nio.file.Path;
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
        try (var billing = new AnsweredService("billing", data)) {
            billing.answer("/api/v1/exports/focus", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(new byte[PIECE]);
                exchange.getResponseBody().flush();
                begun.set(isThere(out.resolve("focus.csv.part")));
                exchange.getResponseBody().write(new byte[PIECE]);
                exchange.close();
            });
            try (Services services = billing.services()) {
                new InvoiceDesk(services, AnsweredService.SILENT)
                        .write(List.of(), Periods.parse("2026-10"), List.of("acme"), out);
            }
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
}
