package io.wattledger.launcher.cli;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.refusals.RefusalDesk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries refused events again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Tries a refused event again, as it came or repaired, or all open ones of a filter as they came.",
            "Exit code 4 when any stays open."
        })
final class RefusalsReplayCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Mixin
    private RefusalsFilter filter = new RefusalsFilter();

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "Id of the list; left out with --all.")
    private @Nullable String id;

    @Option(names = "--event", paramLabel = "FILE", description = "The repaired event, in structured mode.")
    private @Nullable Path event;

    @Option(names = "--all", description = "All open ones of the filter.")
    private boolean all;

    @Override
    public Integer call() {
        String one = id;
        if (all == (one != null) || (all && event != null)) {
            throw InputFault.ofCommandLine(
                    "replay: give an ID, with --event FILE where it is repaired, or --all with a filter");
        }
        byte[] repaired = event == null ? new byte[0] : bytes(event);
        return RefusalsCommand.at(shared, desk -> {
            RefusalDesk.Decisions done = one == null ? desk.replayAll(filter.query()) : desk.replay(one, repaired);
            RefusalsText.print(done, shared);
            return done.areAllClosed() ? ExitCode.DONE : ExitCode.NEEDS_ATTENTION;
        });
    }

    private static byte[] bytes(Path file) {
        try {
            byte[] repaired = Files.readAllBytes(file);
            if (new String(repaired, StandardCharsets.UTF_8).isBlank()) {
                throw new InputFault(file + ": is empty; without --event the event is tried as it came");
            }
            return repaired;
        } catch (IOException e) {
            throw InputFault.unreadable(file, e);
        }
    }
}
