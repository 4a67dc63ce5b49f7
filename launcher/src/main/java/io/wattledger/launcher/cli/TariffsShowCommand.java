package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.suite.Services;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one tariff. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows the versions of a tariff with their components, and who did what to them when.")
final class TariffsShowCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "TARIFF", description = "Id of the list.")
    private String tariff = "";

    @Override
    public Integer call() {
        return TariffsCommand.at(shared, Services.NOBODY_IN_PARTICULAR, desk -> {
            JsonNode history = desk.history(tariff);
            if (shared.asJson()) {
                Shared.printJson(history);
            } else {
                TariffsText.printHistory(history, Shared.out());
            }
            return ExitCode.DONE;
        });
    }
}
