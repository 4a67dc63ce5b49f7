package io.wattledger.launcher.cli;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.runs.RunOrder;
import io.wattledger.launcher.runs.RunOrder.How;
import io.wattledger.launcher.suite.Services;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a run. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = {
            "Closes billing months: issues what is complete, and names what is missing of the rest.",
            "With --preview it computes everything and issues nothing; with --approval it waits for a second person."
        })
final class RunsStartCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(arity = "1..*", paramLabel = "MONTH", description = "Billing months, such as 2026-10.")
    private List<YearMonth> months = List.of();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Only of this tenant; may stand several times.")
    private List<String> tenants = List.of();

    @Option(names = "--issue-date", paramLabel = "DATE", description = "Date of the invoices. Default: today.")
    private @Nullable LocalDate issueDate;

    @Option(names = "--preview", description = "Compute, print and check everything; issue nothing.")
    private boolean preview;

    @Option(names = "--approval", description = "Wait for a second person, who approves what the preview shows.")
    private boolean approval;

    @Option(names = "--as", paramLabel = "NAME", description = "Who starts it. Default: launcher-operator.")
    private String person = Services.NOBODY_IN_PARTICULAR;

    @Override
    public Integer call() {
        if (preview && approval) {
            throw InputFault.ofCommandLine(
                    "--preview and --approval cannot stand together: a run that waits is previewed anyway");
        }
        var order =
                new RunOrder(months, tenants, issueDate, preview ? How.PREVIEW : approval ? How.APPROVAL : How.ISSUE);
        return RunsCommand.at(shared, person, desk -> desk.start(order));
    }
}
