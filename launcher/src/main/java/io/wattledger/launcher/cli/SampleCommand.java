package io.wattledger.launcher.cli;

import io.wattledger.launcher.bill.BillOutcome;
import io.wattledger.launcher.bill.BillRequest;
import io.wattledger.launcher.bill.BillRun;
import io.wattledger.launcher.bill.Periods;
import io.wattledger.launcher.suite.Layout;
import io.wattledger.launcher.suite.Suite;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The bundled month, to see what comes out. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description = "Bills the bundled month, shows the invoices and leaves the suite running.")
final class SampleCommand implements Callable<Integer> {

    private static final LocalDate ISSUE_DATE = LocalDate.of(2026, 11, 2);

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        Layout layout = shared.layout();
        Suite suite = shared.suite();
        Path sample = layout.root().resolve("samples/first-month");
        Path out = layout.data().resolveSibling("first-month");
        var request = new BillRequest(
                sample.resolve("catalog.yaml"),
                List.of(sample.resolve("usage.csv")),
                List.of(
                        sample.resolve("A44-NO4-2026-10.xml"),
                        sample.resolve("gb-2026-10.csv"),
                        sample.resolve("eurnok-2026-10.csv")),
                Periods.parse("2026-10"),
                out,
                ISSUE_DATE);
        BillOutcome outcome = new BillRun(layout, suite, shared.progress()).run(request);
        if (shared.asJson()) {
            BillText.remarks(outcome, System.err);
            Shared.printJson(outcome.summary());
        } else {
            BillText.print(outcome, out, Shared.out());
            Shared.out().println();
            suite.known().ifPresent(state -> SuiteText.print(SuiteText.status(state, layout), Shared.out()));
            Shared.out()
                    .println("The suite goes on running. API pages: <address>/api/v1/openapi;"
                            + " a token: ./wattledger token operator; stop it: ./wattledger down");
        }
        return BillCommand.exitCode(outcome);
    }
}
