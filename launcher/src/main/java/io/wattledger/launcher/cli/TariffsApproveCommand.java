package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a draft in force. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Puts a draft in force, just as it was read; by somebody else than who proposed it.")
final class TariffsApproveCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "DRAFT", description = "Id of the list.")
    private String draft = "";

    @Option(names = "--as", required = true, paramLabel = "NAME", description = "Who approves it.")
    private String person = "";

    @Option(names = "--tag", required = true, paramLabel = "TAG", description = "What diff said of what was read.")
    private String tag = "";

    @Override
    public Integer call() {
        return TariffsCommand.at(shared, person, desk -> {
            JsonNode published = desk.approve(draft, tag);
            if (shared.asJson()) {
                Shared.printJson(published);
            } else {
                Shared.out()
                        .println("tariff " + published.path("tariff").asText() + ": the version from "
                                + published.path("validFrom").asText() + " holds, approved by " + person);
            }
            return ExitCode.DONE;
        });
    }
}
