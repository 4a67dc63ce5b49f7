package io.wattledger.launcher.cli;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.exports.ExportOrder;
import io.wattledger.launcher.exports.ExportOrder.Months;
import io.wattledger.launcher.suite.KnownNames;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Saves what was issued for other tools. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Saves what was issued as FOCUS, general-ledger journal or SAF-T; see docs/cli.md.",
        subcommands = {ExportFocusCommand.class, ExportJournalCommand.class, ExportSafTCommand.class})
final class ExportCommand {

    /** What every export takes. */
    static final class Options {

        @Mixin
        private Shared shared = new Shared();

        @Option(names = "--from", required = true, paramLabel = "MONTH", description = "First month, such as 2026-10.")
        private YearMonth from = YearMonth.of(1970, 1);

        @Option(names = "--to", paramLabel = "MONTH", description = "Last month. Default: the first.")
        private @Nullable YearMonth to;

        @Option(
                names = {"-f", "--file"},
                required = true,
                paramLabel = "FILE",
                description = "Where to. An existing file is not replaced.")
        private Path file = Path.of("");

        Months months() {
            return Months.of(from, to);
        }
    }

    private ExportCommand() {}

    /** Fetches a file of these tenants, of all where none is named, from the running suite. It is there whole or not at all. */
    static int save(Options options, List<String> tenants, ExportOrder order) {
        Path file = options.file;
        if (Files.exists(file)) {
            throw new InputFault(file + ": exists already; name another file with -f");
        }
        Suite suite = options.shared.suite();
        try (var services = new Services(suite, suite.running())) {
            new KnownNames(services).requireTenants(tenants);
            options.shared.progress().say("Billing writes and checks " + file + " …");
            services.ask("billing", billing -> billing.save(order.path(), order.mediaType(), file));
            long bytes = Files.size(file);
            if (options.shared.asJson()) {
                Shared.printJson(Map.of("file", file.toString(), "bytes", bytes));
            } else {
                Shared.out().println(file + ", " + bytes + " bytes");
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
