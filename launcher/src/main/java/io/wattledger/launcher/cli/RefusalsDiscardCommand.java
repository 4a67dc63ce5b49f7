package io.wattledger.launcher.cli;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.refusals.RefusalDesk;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Closes refusals of events that are not to be metered. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description = "Decides that a refused event, or all open ones of a filter, are not to be metered.")
final class RefusalsDiscardCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Mixin
    private RefusalsFilter filter = new RefusalsFilter();

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "Id of the list; left out with --all.")
    private @Nullable String id;

    @Option(names = "--all", description = "All open ones of the filter.")
    private boolean all;

    @Option(names = "--reason", required = true, paramLabel = "WORDS", description = "Why; kept with the refusal.")
    private String reason = "";

    @Override
    public Integer call() {
        String one = id;
        if (all == (one != null)) {
            throw InputFault.ofCommandLine("discard: give an ID, or --all with a filter");
        }
        return RefusalsCommand.at(shared, desk -> {
            RefusalDesk.Decisions done =
                    one == null ? desk.discardAll(filter.query(), reason) : desk.discard(one, reason);
            RefusalsText.print(done, shared);
            return ExitCode.DONE;
        });
    }
}
