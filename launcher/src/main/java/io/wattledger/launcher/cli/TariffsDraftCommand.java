package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.InputFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proposes a tariff version. */
@Command(
        name = "draft",
        mixinStandardHelpOptions = true,
        description = "Proposes a tariff version; nothing is priced by it before somebody else approves it.")
final class TariffsDraftCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "JSON: {tariff, version: {validFrom, components}}, see docs/tariffs.md.")
    private Path file = Path.of("");

    @Option(names = "--as", required = true, paramLabel = "NAME", description = "Who proposes it.")
    private String person = "";

    @Override
    public Integer call() {
        byte[] draft = bytes(file);
        return TariffsCommand.at(shared, person, desk -> {
            JsonNode kept = desk.draft(draft);
            if (shared.asJson()) {
                Shared.printJson(kept);
            } else {
                Shared.out()
                        .println("draft " + kept.path("id").asText() + " by " + person + "; next: ./wattledger"
                                + " tariffs diff " + kept.path("id").asText());
            }
            return ExitCode.DONE;
        });
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw InputFault.unreadable(file, e);
        }
    }
}
