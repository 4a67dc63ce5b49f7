package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.intake.CollectorDesk;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** Looks after the collectors for which billing waits. */
@Command(
        name = "collectors",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows how far collectors have reported, and retires one that is gone; see docs/events.md.",
        subcommands = {CollectorsListCommand.class, CollectorsRetireCommand.class})
final class CollectorsCommand {

    /** Works on the collectors of the running suite. */
    static <T> T at(Shared shared, Function<CollectorDesk, T> work) {
        Suite suite = shared.suite();
        try (var services = new Services(suite, suite.running())) {
            return work.apply(new CollectorDesk(services, suite));
        }
    }

    /** A line for each. */
    static void print(List<JsonNode> collectors, PrintStream out) {
        if (collectors.isEmpty()) {
            out.println("No collector says how far it has come; no month waits for one.");
            return;
        }
        var table = new TextTable("site", "tenant", "collector", "state", "complete until", "moved last");
        for (JsonNode collector : collectors) {
            table.row(
                    collector.path("site").asText(),
                    collector.path("tenant").asText(),
                    collector.path("collector").asText(),
                    collector.path("isSilent").asBoolean()
                            ? "silent"
                            : collector.path("state").asText(),
                    collector.path("completeUntil").asText(),
                    collector.path("advancedAt").asText());
        }
        table.print(out);
    }
}
