package io.wattledger.launcher.cli;

import io.wattledger.launcher.exports.ExportOrder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Saves a journal. */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        description = "Saves the general-ledger journal of a legal entity as CSV; see docs/bookkeeping.md.")
final class ExportJournalCommand implements Callable<Integer> {

    @Mixin
    private ExportCommand.Options options = new ExportCommand.Options();

    @Option(names = "--legal-entity", required = true, paramLabel = "ID", description = "Id in the catalog.")
    private String legalEntity = "";

    @Override
    public Integer call() {
        return ExportCommand.save(options, List.of(), ExportOrder.journal(options.months(), legalEntity));
    }
}
