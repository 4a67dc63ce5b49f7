package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists refused events. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists refused events, the latest first: id, state, attempts, code, tenant, event, and why.")
final class RefusalsListCommand implements Callable<Integer> {

    private static final int SHOWN = 100;

    @Mixin
    private Shared shared = new Shared();

    @Mixin
    private RefusalsFilter filter = new RefusalsFilter();

    @Option(names = "--state", paramLabel = "STATE", description = "open, replayed, discarded or all. Default: open.")
    private String state = "open";

    @Option(names = "--limit", paramLabel = "N", description = "How many are listed. Default: " + SHOWN + ".")
    private int limit = SHOWN;

    @Override
    public Integer call() {
        return RefusalsCommand.at(shared, desk -> {
            List<JsonNode> items = desk.list(filter.query().with("state", state.equals("all") ? null : state), limit);
            if (shared.asJson()) {
                Shared.printJson(Map.of("items", items));
            } else if (items.isEmpty()) {
                Shared.out()
                        .println("No refused event that fits"
                                + (state.equals("open") ? " is open; --state all lists the others too." : "."));
            } else {
                print(items);
            }
            return ExitCode.DONE;
        });
    }

    private static void print(List<JsonNode> items) {
        var table = new TextTable("id", "state", ">attempts", "code", "tenant", "event", "why");
        for (JsonNode item : items) {
            table.row(
                    item.path("id").asText(),
                    item.path("state").asText(),
                    item.path("attempts").asText(),
                    item.path("code").asText(),
                    item.path("tenant").asText(),
                    item.path("eventId").asText(item.path("place").asText("-")),
                    item.path("detail").asText());
        }
        table.print(Shared.out());
    }
}
