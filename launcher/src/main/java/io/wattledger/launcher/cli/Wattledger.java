package io.wattledger.launcher.cli;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.Shown;
import io.wattledger.launcher.suite.ServiceRefusal;
import io.wattledger.launcher.suite.SuiteFault;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The command {@code ./wattledger}. */
@Command(
        name = "wattledger",
        version = "Wattledger 0.1.0",
        description = "Meters GPU time, prices it with each site's real energy cost and issues invoices.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SampleCommand.class,
            BillCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            ApplyCommand.class,
            ImportCommand.class,
            BalanceCommand.class,
            RefusalsCommand.class,
            CollectorsCommand.class,
            RunsCommand.class,
            InvoicesCommand.class,
            PaymentsCommand.class,
            ExportCommand.class,
            TariffsCommand.class,
            PricesCommand.class,
            VerifyCommand.class,
            TokenCommand.class,
            ResetCommand.class
        },
        footer = {
            "",
            "The shell script adds: build (compile what changed), test (run all tests).",
            "Exit codes: 0 done; 1 failed; 2 wrong command line; 3 input refused;",
            "4 done, but somebody must look; 5 suite down; 6 books do not balance;",
            "7 JDK 25, Maven or build missing. See docs/cli.md."
        })
public final class Wattledger {

    /** Silences client libraries for as long as it is reachable. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private Wattledger() {}

    /** Runs a command and ends with its exit code. */
    public static void main(String[] arguments) {
        ROOT_LOGGER.setLevel(Level.SEVERE);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        IExecutionExceptionHandler failures = (failure, command, result) -> explain(failure);
        CommandLine command = new CommandLine(new Wattledger()).setExecutionExceptionHandler(failures);
        OptionForms.register(command);
        return command;
    }

    private static int explain(Exception failure) {
        switch (failure) {
            case InputFault fault -> {
                fault.faults().stream().limit(20).map(Shown::text).forEach(System.err::println);
                int more = fault.faults().size() - 20;
                if (more > 0) {
                    System.err.println("... and " + more + " more");
                }
                return fault.isOfCommandLine() ? ExitCode.USAGE : ExitCode.INPUT_REFUSED;
            }
            case ServiceRefusal refusal -> {
                System.err.println(refusal.getMessage());
                refusal.reasons().forEach(reason -> System.err.println("  " + reason));
                return ExitCode.INPUT_REFUSED;
            }
            case SuiteFault fault -> {
                System.err.println(fault.getMessage());
                return ExitCode.SUITE_DOWN;
            }
            default -> {
                System.err.println("Unexpected: " + failure);
                failure.printStackTrace(System.err);
                return ExitCode.FAILED;
            }
        }
    }
}
