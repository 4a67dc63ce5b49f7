package io.wattledger.launcher.cli;

import picocli.CommandLine.Command;

/** Looks up list prices. */
@Command(
        name = "prices",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists and shows prices by the SkuPriceId of FOCUS exports; see docs/tariffs.md.",
        subcommands = {PricesListCommand.class, PricesShowCommand.class})
final class PricesCommand {}
