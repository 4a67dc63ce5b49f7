package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one document. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows an invoice or a credit note: lines, VAT, totals, and what was paid and credited.")
final class InvoicesShowCommand implements Callable<Integer> {

    private static final String CREDIT_NOTE = "CREDIT_NOTE";

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "NUMBER", description = "Number of the document.")
    private String number = "";

    @Override
    public Integer call() {
        return InvoicesCommand.at(shared, lookup -> {
            JsonNode document = lookup.show(number);
            if (shared.asJson()) {
                Shared.printJson(document);
                return ExitCode.DONE;
            }
            InvoicesText.printDocument(document, Shared.out());
            if (!document.path("type").asText().equals(CREDIT_NOTE)) {
                InvoicesText.printEntries(lookup.entries(number), Shared.out());
            }
            return ExitCode.DONE;
        });
    }
}
