package io.wattledger.launcher.cli;

import io.wattledger.launcher.invoices.InvoiceLookup;
import io.wattledger.launcher.suite.Services;
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
        return shared.atSuite(Services.NOBODY_IN_PARTICULAR, services -> work.applyAsInt(new InvoiceLookup(services)));
    }
}
