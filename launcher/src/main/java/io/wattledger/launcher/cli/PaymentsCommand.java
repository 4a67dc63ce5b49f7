package io.wattledger.launcher.cli;

import picocli.CommandLine.Command;

/** Looks after what tenants pay. */
@Command(
        name = "payments",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Brings bank statements to billing; see docs/payments.md.",
        subcommands = PaymentsImportCommand.class)
final class PaymentsCommand {}
