package io.wattledger.launcher.cli;

import io.wattledger.launcher.bill.CatalogDelivery;
import io.wattledger.launcher.catalog.CatalogFile;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Brings a catalog to the running suite. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Applies a catalog to the running suite; twice changes nothing.")
final class ApplyCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "CATALOG", description = "Catalog file, see docs/catalog.md.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        CatalogFile catalog = CatalogFile.read(file);
        Suite suite = shared.suite();
        try (var services = new Services(suite, suite.running())) {
            CatalogDelivery.Outcome outcome = new CatalogDelivery(services).apply(catalog);
            if (shared.asJson()) {
                Shared.printJson(outcome);
            } else {
                Shared.out()
                        .println("%s: %d created, %d changed, %d unchanged"
                                .formatted(catalog.name(), outcome.created(), outcome.changed(), outcome.unchanged()));
            }
        }
        return ExitCode.DONE;
    }
}
