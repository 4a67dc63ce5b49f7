package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.runs.RunDesk;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** Closes billing months in the running suite. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Closes billing months: starts, previews, approves and stops invoice runs; see docs/cli.md.",
        subcommands = {
            RunsListCommand.class,
            RunsShowCommand.class,
            RunsStartCommand.class,
            RunsApproveCommand.class,
            RunsStopCommand.class
        })
final class RunsCommand {

    /** Does something as an operator of this name and shows the run that it leads to. */
    static int at(Shared shared, String operator, Function<RunDesk, JsonNode> work) {
        JsonNode run = ask(shared, operator, work);
        if (shared.asJson()) {
            Shared.printJson(run);
        } else {
            RunsText.printRun(run, Shared.out());
        }
        return RunsText.needsAttention(run) ? ExitCode.NEEDS_ATTENTION : ExitCode.DONE;
    }

    static JsonNode ask(Shared shared, String operator, Function<RunDesk, JsonNode> work) {
        return shared.atSuite(operator, services -> work.apply(new RunDesk(services, shared.progress())));
    }
}
