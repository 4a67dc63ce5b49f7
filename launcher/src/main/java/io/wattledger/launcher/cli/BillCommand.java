package io.wattledger.launcher.cli;

import io.wattledger.launcher.bill.BillOutcome;
import io.wattledger.launcher.bill.BillRequest;
import io.wattledger.launcher.bill.BillRun;
import io.wattledger.launcher.bill.Periods;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From one's own files to invoices. */
@Command(
        name = "bill",
        mixinStandardHelpOptions = true,
        description = "Sends usage, loads prices, closes the months and writes the invoices with a summary.")
final class BillCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Option(names = "--catalog", required = true, paramLabel = "FILE", description = "Catalog, see docs/catalog.md.")
    private Path catalog = Path.of("");

    @Option(
            names = "--usage",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Usage as CSV, plain or gzip; none closes the months with what is there.")
    private List<Path> usage = new ArrayList<>();

    @Option(
            names = "--prices",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Price and exchange rate files; the catalog's priceFiles says how each is read.")
    private List<Path> prices = new ArrayList<>();

    @Option(names = "--period", required = true, paramLabel = "2026-10[..2026-12]", description = "Billing months.")
    private String period = "";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
    private Path out = Path.of("");

    @Option(names = "--issue-date", paramLabel = "DATE", description = "Date of new invoices. Default: today.")
    private @Nullable LocalDate issueDate;

    @Override
    public Integer call() {
        var request = new BillRequest(catalog, usage, prices, Periods.parse(period), out, issueDate);
        var run = new BillRun(shared.layout(), shared.suite(), shared.progress());
        BillOutcome outcome = run.run(request);
        if (shared.asJson()) {
            BillText.remarks(outcome, System.err);
            Shared.printJson(outcome.summary());
        } else {
            BillText.print(outcome, out, Shared.out());
        }
        return exitCode(outcome);
    }

    static int exitCode(BillOutcome outcome) {
        List<String> broken = outcome.brokenBooks();
        if (!broken.isEmpty()) {
            System.err.println("The books do not balance: " + String.join(", ", broken));
            return ExitCode.BOOKS_BROKEN;
        }
        return outcome.needsAttention() ? ExitCode.NEEDS_ATTENTION : ExitCode.DONE;
    }
}
