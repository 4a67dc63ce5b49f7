package io.wattledger.launcher.cli;

import io.wattledger.launcher.InputFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Computes an issued document again from its evidence bundle, in a process of its own without database or broker. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Computes an invoice again from its evidence bundle and says of each line whether it is equal.")
final class VerifyCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "BUNDLE", description = "Evidence bundle, see docs/evidence.md.")
    private Path bundle = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isRegularFile(bundle)) {
            throw new InputFault(List.of(bundle + ": there is no such file"));
        }
        Path jars = shared.layout().root().resolve("verifier/target/lib");
        if (!Files.isDirectory(jars)) {
            throw new InputFault(List.of(jars + " is missing; build it: ./wattledger build"));
        }
        Process verifier = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        jars.resolve("*").toString(),
                        "io.wattledger.verifier.Verify",
                        bundle.toString(),
                        shared.asJson() ? "json" : "text")
                .inheritIO()
                .start();
        return verifier.waitFor();
    }
}
