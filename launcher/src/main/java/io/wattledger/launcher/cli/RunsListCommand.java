package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.runs.RunDesk;
import io.wattledger.launcher.suite.Services;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the latest runs. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the latest invoice runs: who started them, and what came of them.")
final class RunsListCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        JsonNode runs = RunsCommand.ask(shared, Services.NOBODY_IN_PARTICULAR, RunDesk::list);
        if (shared.asJson()) {
            Shared.printJson(runs);
        } else {
            RunsText.printList(runs.path("items"), Shared.out());
        }
        return ExitCode.DONE;
    }
}
