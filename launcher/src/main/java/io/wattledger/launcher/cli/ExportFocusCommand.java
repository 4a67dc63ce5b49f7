package io.wattledger.launcher.cli;

import io.wattledger.launcher.exports.ExportOrder;
import io.wattledger.launcher.exports.ExportOrder.Format;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Saves FOCUS rows. */
@Command(
        name = "focus",
        mixinStandardHelpOptions = true,
        description = "Saves issued charges as FOCUS Cost and Usage, for FinOps tools; see docs/focus.md.")
final class ExportFocusCommand implements Callable<Integer> {

    @Mixin
    private ExportCommand.Options options = new ExportCommand.Options();

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description = "Only of this tenant; may stand several times. Default: all.")
    private List<String> tenants = List.of();

    @Option(names = "--focus-version", paramLabel = "VERSION", description = "1.2 or 1.4. Default: 1.2.")
    private @Nullable String version;

    @Option(names = "--format", paramLabel = "FORMAT", description = "csv or parquet. Default: csv.")
    private Format format = Format.CSV;

    @Override
    public Integer call() {
        return ExportCommand.save(options, tenants, ExportOrder.focus(options.months(), tenants, version, format));
    }
}
