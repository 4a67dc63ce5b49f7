package io.wattledger.launcher.cli;

import io.cloudevents.jackson.JsonFormat;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.catalog.CatalogFile;
import io.wattledger.launcher.intake.ImportReport;
import io.wattledger.launcher.intake.ImportRun;
import io.wattledger.launcher.intake.LocalMetering;
import io.wattledger.launcher.intake.Metering;
import io.wattledger.launcher.intake.RemoteMetering;
import io.wattledger.launcher.intake.UsageInputs;
import io.wattledger.launcher.intake.UsageInputs.Format;
import io.wattledger.launcher.intake.UsageInputs.Overrides;
import io.wattledger.launcher.suite.KnownNames;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import io.wattledger.launcher.usage.UsageInput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From usage files to metered usage. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Sends usage files, such as Slurm's accounting, to metering; twice changes nothing.")
final class ImportCommand implements Callable<Integer> {

    /** Formats by the names that the command line knows. */
    enum FileFormat {
        /** Told by how the file begins. */
        auto,
        /** Rows of usage. */
        csv,
        /** Output of sacct --parsable2 or of sacct --json. */
        sacct
    }

    /** Conventions by the names that the mapping knows. */
    enum Convention {
        /** At End. */
        END_MINUS_START("end-minus-start"),
        /** ElapsedRaw after Start. */
        ELAPSED_RAW("elapsed-raw");

        private final String word;

        Convention(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    @Mixin
    private Shared shared = new Shared();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Usage files, plain or gzip; see docs/sources.md.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--mapping",
            required = true,
            paramLabel = "FILE",
            description = "How rows become events: a mapping file, or a catalog with its usage section.")
    private Path mapping = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}. Default: auto, by how each file begins.")
    private FileFormat format = FileFormat.auto;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description = "Whose usage all of it is, whatever the mapping says.")
    private @Nullable String tenant;

    @Option(names = "--time-zone", paramLabel = "ZONE", description = "Zone of sacct's times, such as Europe/Oslo.")
    private @Nullable String timeZone;

    @Option(
            names = "--convention",
            paramLabel = "WORD",
            description = "When a job of sacct ends: ${COMPLETION-CANDIDATES}.")
    private @Nullable Convention convention;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Metering elsewhere. Default: that of the running suite.")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "With --url: a file with a collector's token; once for each tenant.")
    private List<Path> tokens = new ArrayList<>();

    @Option(
            names = "--complete-until",
            paramLabel = "TIME",
            description = "Tells metering that the files hold all usage before this time, such as"
                    + " 2026-11-01T00:00:00Z, unless something of them is in doubt.")
    private @Nullable Instant completeUntil;

    @Option(names = "--dry-run", description = "Prints the events, one a line, and sends nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        if ((url == null) != tokens.isEmpty()) {
            throw InputFault.ofCommandLine("import: --url and --token-file belong together");
        }
        if (dryRun) {
            return dryRun();
        }
        try (Metering metering = url == null ? local() : new RemoteMetering(url, tokens)) {
            String only = metering instanceof RemoteMetering remote
                            && remote.tenants().size() == 1
                    ? remote.tenants().first()
                    : null;
            ImportReport report = new ImportRun(inputs(only), shared.progress()).send(metering, completeUntil);
            if (shared.asJson()) {
                Shared.printJson(report);
            } else {
                ImportText.print(report, Shared.out());
            }
            return exitCode(report);
        }
    }

    private int dryRun() {
        var json = new JsonFormat();
        ImportReport report = new ImportRun(inputs(null), shared.progress())
                .read(event -> Shared.out().println(new String(json.serialize(event.event()), StandardCharsets.UTF_8)));
        ImportText.print(report, System.err);
        return exitCode(report);
    }

    /** The files; {@code byToken} is the tenant where neither mapping nor command line says one. */
    private List<UsageInput> inputs(@Nullable String byToken) {
        var section = CatalogFile.readUsage(mapping);
        boolean says =
                section.path("sacct").has("tenant") || section.path("defaults").has("tenant");
        String fixed = tenant == null && !says && !section.path("columns").has("tenant") ? byToken : tenant;
        var inputs = new UsageInputs(mapping.toString(), section)
                .with(new Overrides(fixed, timeZone, convention == null ? null : convention.toString()));
        return files.stream()
                .map(file -> format == FileFormat.csv ? inputs.open(file, Format.CSV) : opened(inputs, file))
                .toList();
    }

    private UsageInput opened(UsageInputs inputs, Path file) {
        return format == FileFormat.auto ? inputs.open(file) : inputs.openSacct(file);
    }

    private Metering local() {
        Suite suite = shared.suite();
        try (var services = new Services(suite, suite.running())) {
            if (tenant != null) {
                new KnownNames(services).requireTenants(List.of(tenant));
            }
            return new LocalMetering(suite, services.state());
        }
    }

    private static int exitCode(ImportReport report) {
        return report.needsAttention() ? ExitCode.NEEDS_ATTENTION : ExitCode.DONE;
    }
}
