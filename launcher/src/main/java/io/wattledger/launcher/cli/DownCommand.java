package io.wattledger.launcher.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the suite. */
@Command(name = "down", mixinStandardHelpOptions = true, description = "Stops the suite; its data stay.")
final class DownCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        boolean ran = shared.dataExist() && shared.suite().down();
        Shared.out()
                .println(ran ? "Stopped. The data stay in " + shared.layout().data() : "Nothing was running.");
        return ExitCode.DONE;
    }
}
