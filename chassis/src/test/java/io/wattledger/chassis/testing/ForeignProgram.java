package io.wattledger.chassis.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is not ours, such as node or a generator, run in a folder by a test. */
public final class ForeignProgram {

    private ForeignProgram() {}

    /**
     * What became of it.
     *
     * @param exit its exit code; -1 where there is no such program, or it did not end in time
     * @param output what it wrote, or why there is nothing
     */
    public record Run(int exit, String output) {}

    /** Runs it to its end, or for so many minutes. */
    public static Run run(Path folder, long patienceMinutes, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = folder.resolve(Path.of(command[0]).getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Run(-1, "there is no " + command[0] + " here");
        }
        if (!process.waitFor(patienceMinutes, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Run(-1, command[0] + " did not end in " + patienceMinutes + " minutes");
        }
        return new Run(process.exitValue(), Files.readString(output, UTF_8));
    }
}
