package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.suite.Services;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists tariffs and drafts. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the versions of all tariffs and the drafts that wait for approval.")
final class TariffsListCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        return TariffsCommand.at(shared, Services.NOBODY_IN_PARTICULAR, desk -> {
            JsonNode tariffs = desk.tariffs().path("items");
            JsonNode drafts = desk.drafts().path("items");
            if (shared.asJson()) {
                Shared.printJson(Map.of("tariffs", tariffs, "drafts", drafts));
            } else {
                TariffsText.printTariffs(tariffs, Shared.out());
                TariffsText.printDrafts(drafts, Shared.out());
            }
            return ExitCode.DONE;
        });
    }
}
