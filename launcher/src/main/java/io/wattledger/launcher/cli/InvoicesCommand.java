package io.wattledger.launcher.cli;

import io.wattledger.launcher.invoices.InvoiceLookup;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;

/** Works on issued invoices. */
@Command(
        name = "invoices",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, shows, saves and credits issued invoices; see docs/cli.md.",
        subcommands = {
            InvoicesListCommand.class,
            InvoicesShowCommand.class,
            InvoicesSaveCommand.class,
            InvoicesCreditCommand.class
        })
final class InvoicesCommand {

    /** Works on the invoices of the running suite. */
    static int at(Shared shared, ToIntFunction<InvoiceLookup> work) {
        Suite suite = shared.suite();
        try (var services = new Services(suite, suite.running())) {
            return work.applyAsInt(new InvoiceLookup(services));
        }
    }
}
