package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.intake.CollectorDesk;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Retires a collector. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        description =
                "Says that nobody is to wait for a collector any more, until it reports again. What it has not reported"
                        + " is on no invoice: see first that there is nothing.")
final class CollectorsRetireCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "SITE", description = "Site of the list.")
    private String site = "";

    @Parameters(index = "1", paramLabel = "COLLECTOR", description = "Collector of the list.")
    private String collector = "";

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Whose it is. Default: one for all tenants.")
    private String tenant = CollectorDesk.OF_ALL_TENANTS;

    @Override
    public Integer call() {
        JsonNode after = CollectorsCommand.at(shared, desk -> desk.retire(site, collector, tenant));
        if (shared.asJson()) {
            Shared.printJson(after);
        } else {
            CollectorsCommand.print(List.of(after), Shared.out());
        }
        return CollectorDesk.isRetired(after) ? ExitCode.DONE : ExitCode.NEEDS_ATTENTION;
    }
}
