package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.suite.ServiceClient.Answer;
import io.wattledger.launcher.suite.ServiceRefusal;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import java.io.IOException;
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
    private static final int CREATED = 201;

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "FILE", description = "ISO 20022 camt.053.001.02 or .08.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        byte[] content = content();
        Suite suite = shared.suite();
        try (var services = new Services(suite, suite.running())) {
            Answer answer =
                    services.ask("billing", billing -> billing.post("/api/v1/bank-statements", content, MEDIA_TYPE));
            JsonNode taken = answer.json();
            String path = "/api/v1/bank-transactions?status=unmatched&limit=500&file="
                    + taken.path("sha256").asText();
            JsonNode waiting = services.ask("billing", billing -> billing.get(path));
            if (shared.asJson()) {
                Shared.printJson(taken);
            } else {
                String address = services.state()
                        .service("billing")
                        .map(service -> service.url())
                        .orElse("");
                PaymentsText.printTaken(file.toString(), taken, answer.status() == CREATED, waiting, Shared.out());
                PaymentsText.printRest(waiting, address + path, Shared.out());
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
            throw InputFault.unreadable(file, e);
        }
    }
}
