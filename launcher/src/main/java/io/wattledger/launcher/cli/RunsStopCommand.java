package io.wattledger.launcher.cli;

import io.wattledger.launcher.suite.Services;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a run. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Ends a run. What it has issued stays; the rest is left for another run.")
final class RunsStopCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the list.")
    private String id = "";

    @Option(names = "--as", paramLabel = "NAME", description = "Who stops it. Default: launcher-operator.")
    private String person = Services.NOBODY_IN_PARTICULAR;

    @Override
    public Integer call() {
        return RunsCommand.at(shared, person, desk -> desk.stop(id));
    }
}
