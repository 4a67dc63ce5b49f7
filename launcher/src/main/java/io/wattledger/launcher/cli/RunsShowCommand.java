package io.wattledger.launcher.cli;

import io.wattledger.launcher.suite.Services;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one run. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows what a run did, or would do, with each contract's month.")
final class RunsShowCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the list.")
    private String id = "";

    @Override
    public Integer call() {
        return RunsCommand.at(shared, Services.NOBODY_IN_PARTICULAR, desk -> desk.show(id));
    }
}
