package io.wattledger.launcher.cli;

import io.wattledger.launcher.refusals.RefusalDesk;
import io.wattledger.launcher.suite.Services;
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
        return shared.atSuite(Services.NOBODY_IN_PARTICULAR, services -> work.applyAsInt(new RefusalDesk(services)));
    }
}
