package io.wattledger.launcher.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a run go on. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Issues what the preview of a run shows; by somebody else than who started it.")
final class RunsApproveCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the list.")
    private String id = "";

    @Option(names = "--as", required = true, paramLabel = "NAME", description = "Who approves it.")
    private String person = "";

    @Override
    public Integer call() {
        return RunsCommand.at(shared, person, desk -> desk.approve(id));
    }
}
