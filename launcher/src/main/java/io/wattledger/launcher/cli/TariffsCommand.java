package io.wattledger.launcher.cli;

import io.wattledger.launcher.tariffs.TariffDesk;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;

/** Looks after tariffs and their drafts. */
@Command(
        name = "tariffs",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists and shows tariffs; drafts, compares and approves versions; see docs/tariffs.md.",
        subcommands = {
            TariffsListCommand.class,
            TariffsShowCommand.class,
            TariffsDraftCommand.class,
            TariffsDiffCommand.class,
            TariffsApproveCommand.class
        })
final class TariffsCommand {

    /** Works on the tariffs of the running suite as an operator of this name. */
    static int at(Shared shared, String operator, ToIntFunction<TariffDesk> work) {
        return shared.atSuite(operator, services -> work.applyAsInt(new TariffDesk(services)));
    }
}
