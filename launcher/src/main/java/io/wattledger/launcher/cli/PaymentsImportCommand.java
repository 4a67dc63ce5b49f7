package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.suite.ServiceRefusal;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Uploads bank statements to the running suite and tells what waits for a person. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Takes in a file of bank statements (camt.053) and matches its payments; twice changes nothing.")
final class PaymentsImportCommand implements Callable<Integer> {

    private static final String MEDIA_TYPE = "application/xml";

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "FILE", description = "ISO 20022 camt.053.001.02 or .08.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        byte[] content = content();
        Suite suite = shared.suite();
        try (var services = new Services(suite, suite.running())) {
            JsonNode taken = services.ask(
                    "billing",
                    billing -> billing.post("/api/v1/bank-statements", content, MEDIA_TYPE)
                            .json());
            JsonNode waiting = services.ask(
                    "billing",
                    billing -> billing.get("/api/v1/bank-transactions?status=unmatched&limit=500&file="
                            + taken.path("sha256").asText()));
            if (shared.asJson()) {
                Shared.printJson(taken);
            } else {
                print(taken, waiting, Shared.out());
            }
            return waiting.path("items").isEmpty() ? ExitCode.DONE : ExitCode.NEEDS_ATTENTION;
        } catch (ServiceRefusal e) {
            throw new InputFault(file + ": " + e.getMessage());
        }
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputFault(file + ": cannot be read: " + e.getMessage());
        }
    }

    private void print(JsonNode taken, JsonNode waiting, PrintStream out) {
        out.println("%s: %d transactions, %d known before"
                .formatted(
                        file,
                        taken.path("transactions").asInt(),
                        taken.path("known").asInt()));
        taken.path("byStatus")
                .properties()
                .forEach(status -> out.println("  %-10s %d"
                        .formatted(status.getKey(), status.getValue().asInt())));
        for (JsonNode item : waiting.path("items")) {
            out.println("%s %s %s %s: %s, %s"
                    .formatted(
                            item.path("id").asText(),
                            item.path("bookedOn").asText(),
                            item.path("amount").path("amount").asText(),
                            item.path("amount").path("currency").asText(),
                            item.path("reason").asText(),
                            item.path("detail").asText()));
        }
    }
}
