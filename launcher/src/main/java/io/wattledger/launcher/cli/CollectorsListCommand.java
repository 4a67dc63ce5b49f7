package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.intake.CollectorDesk;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists collectors. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Lists the collectors of each site and tenant (- stands for all tenants): whether they are active,"
                        + " silent or retired, until when they have reported all usage, and when they moved last.")
final class CollectorsListCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        List<JsonNode> collectors = CollectorsCommand.at(shared, CollectorDesk::list);
        if (shared.asJson()) {
            Shared.printJson(Map.of("items", collectors));
        } else {
            CollectorsCommand.print(collectors, Shared.out());
        }
        return ExitCode.DONE;
    }
}
