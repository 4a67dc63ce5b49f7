package io.wattledger.launcher.cli;

import io.wattledger.launcher.exports.ExportOrder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Saves a SAF-T file. */
@Command(
        name = "saf-t",
        mixinStandardHelpOptions = true,
        description =
                "Saves the general ledger of a Norwegian legal entity as SAF-T Financial 1.30; see docs/bookkeeping.md.")
final class ExportSafTCommand implements Callable<Integer> {

    @Mixin
    private ExportCommand.Options options = new ExportCommand.Options();

    @Option(names = "--legal-entity", required = true, paramLabel = "ID", description = "Id in the catalog.")
    private String legalEntity = "";

    @Override
    public Integer call() {
        return ExportCommand.save(options, List.of(), ExportOrder.safT(options.months(), legalEntity));
    }
}
