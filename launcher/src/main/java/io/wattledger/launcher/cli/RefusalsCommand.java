package io.wattledger.launcher.cli;

import io.wattledger.launcher.refusals.RefusalDesk;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;

/** Looks after the events that metering refused. */
@Command(
        name = "refusals",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, shows, replays and discards events that metering refused; see docs/refusals.md.",
        subcommands = {
            RefusalsListCommand.class,
            RefusalsShowCommand.class,
            RefusalsReplayCommand.class,
            RefusalsDiscardCommand.class
        })
final class RefusalsCommand {

    /** Works on the refusals of the running suite. */
    static int at(Shared shared, ToIntFunction<RefusalDesk> work) {
        Suite suite = shared.suite();
        try (var services = new Services(suite, suite.running())) {
            return work.applyAsInt(new RefusalDesk(services));
        }
    }
}
