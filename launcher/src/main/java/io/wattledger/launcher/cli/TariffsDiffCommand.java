package io.wattledger.launcher.cli;

import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.tariffs.TariffDesk;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what a draft changes. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Shows what a draft changes of what holds now, and the tag that an approval of it must say.")
final class TariffsDiffCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "DRAFT", description = "Id of the list.")
    private String draft = "";

    @Override
    public Integer call() {
        return TariffsCommand.at(shared, Services.NOBODY_IN_PARTICULAR, desk -> {
            TariffDesk.Read read = desk.diff(draft);
            if (shared.asJson()) {
                Shared.printJson(Map.of("diff", read.diff(), "tag", read.tag()));
            } else {
                TariffsText.printDiff(read, Shared.out());
            }
            return ExitCode.DONE;
        });
    }
}
