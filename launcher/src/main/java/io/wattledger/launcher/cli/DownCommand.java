package io.wattledger.launcher.cli;

import io.wattledger.launcher.suite.CommandLocks;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the suite. */
@Command(name = "down", mixinStandardHelpOptions = true, description = "Stops the suite; its data stay.")
final class DownCommand implements Callable<Integer> {

    /**
     * What programs are told.
     *
     * @param stopped whether anything ran
     * @param data where the data stay
     */
    record Outcome(boolean stopped, String data) {}

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        boolean ran = shared.suite().wasStarted() && stop();
        Path data = shared.layout().data();
        if (shared.asJson()) {
            Shared.printJson(new Outcome(ran, data.toString()));
        } else {
            Shared.out().println(ran ? "Stopped. The data stay in " + data : "Nothing was running.");
        }
        return ExitCode.DONE;
    }

    private boolean stop() {
        try (CommandLocks.Held alone = shared.locks().alone()) {
            return shared.suite().down();
        }
    }
}
