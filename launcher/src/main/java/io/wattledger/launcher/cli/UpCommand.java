package io.wattledger.launcher.cli;

import io.wattledger.launcher.suite.SuiteState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts the suite. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts what does not run yet and leaves the suite running.")
final class UpCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        SuiteState state = shared.suite().up();
        SuiteText.Status status = SuiteText.status(state, shared.layout());
        if (shared.asJson()) {
            Shared.printJson(status);
        } else {
            SuiteText.print(status, Shared.out());
        }
        return ExitCode.DONE;
    }
}
