package io.wattledger.launcher.cli;

import io.wattledger.launcher.suite.SuiteState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the suite. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows what runs, where and with how much memory. Exit code 5 unless all runs.")
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        Optional<SuiteState> state = shared.dataExist() ? shared.suite().known() : Optional.empty();
        SuiteText.Status status = state.map(known -> SuiteText.status(known, shared.layout()))
                .orElseGet(() -> new SuiteText.Status(
                        false, List.of(), null, shared.layout().data().toString()));
        if (shared.asJson()) {
            Shared.printJson(status);
        } else if (state.isEmpty()) {
            Shared.out().println("Nothing runs on " + status.data() + ". Start it: ./wattledger up");
        } else {
            SuiteText.print(status, Shared.out());
        }
        return status.running() ? ExitCode.DONE : ExitCode.SUITE_DOWN;
    }
}
