package io.wattledger.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code ./wattledger}, run as a user runs it, on a data folder of its own. */
final class SuiteCommand {

    /** The project's folder. */
    static final Path ROOT = Path.of(System.getProperty("wattledger.root"));

    /** Where real data lies that may not be part of the project; may be absent. */
    static final Path SHARED = ROOT.resolveSibling("shared");

    /** What only one test may have at a time: suites take the same ports where these are free. */
    static final String PORTS = "ports of a suite";

    private static final long LONGEST_MINUTES = 15;

    private final Path data;

    /** Runs commands on this data folder. */
    SuiteCommand(Path data) {
        this.data = data;
    }

    /**
     * What a command did.
     *
     * @param exitCode its exit code
     * @param output what it printed on standard output
     * @param errors what it printed on standard error
     */
    record Outcome(int exitCode, String output, String errors) {}

    /** A command under way. */
    record Running(Process process, Path output, Path errors) {
        /** What it has printed so far. */
        String said() throws IOException {
            return Files.readString(output) + Files.readString(errors);
        }

        Outcome await() {
            try {
                if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    throw new AssertionError(
                            "still running after " + LONGEST_MINUTES + " minutes: " + Files.readString(errors));
                }
                return new Outcome(process.exitValue(), Files.readString(output), ofCommand(errors));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** Has it stand still, with all that it holds, so that others are tried while it is at work however fast it is. */
        void sleep() throws IOException, InterruptedException {
            ProcessSignal.STOP.to(process);
        }

        /** Has it go on. */
        void wake() throws IOException, InterruptedException {
            ProcessSignal.CONT.to(process);
        }

        /** Without the line in which a Java tells options that it takes from its surroundings, here those of the tests. */
        private static String ofCommand(Path errors) throws IOException {
            return Files.readString(errors).replaceAll("(?m)^Picked up JAVA_TOOL_OPTIONS: .*\n", "");
        }
    }

    /** The command that bills the month of the clock change in Glomfjord with this catalog, and writes its files to this folder. */
    static Object[] billOfTheClockChange(Path catalog, Path out) {
        return billOfTheClockChange(catalog, ROOT.resolve("samples/glomfjord-dst/usage.csv"), out);
    }

    /** The same of other usage. */
    static Object[] billOfTheClockChange(Path catalog, Path usage, Path out) {
        Path sample = ROOT.resolve("samples/glomfjord-dst");
        return new Object[] {
            "bill",
            "--catalog",
            catalog,
            "--usage",
            usage,
            "--prices",
            sample.resolve("A44-NO4-2026-10-01..24.xml"),
            sample.resolve("SYNTH_A44_NO4_2026-10-25_PT15M_A01_100slots.xml"),
            sample.resolve("A44-NO4-2026-10-26..31.xml"),
            "--period",
            "2026-10",
            "--issue-date",
            "2026-11-02",
            "--out",
            out
        };
    }

    /** Runs a command to its end. */
    Outcome run(Object... arguments) {
        return start(arguments).await();
    }

    /** Starts a command. */
    Running start(Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("wattledger").toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        command.add("--data");
        command.add(data.toString());
        try {
            Path output = Files.createTempFile("wattledger", ".out");
            Path errors = Files.createTempFile("wattledger", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(ROOT.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            // The reactor that runs this test has built everything; a build inside it would build for ever.
            builder.environment().put("WATTLEDGER_SKIP_BUILD", "1");
            return new Running(builder.start(), output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills a service of this suite as {@code kill -9} does; whether there was one to kill. */
    boolean kill(String service) {
        return ProcessHandle.allProcesses()
                        .filter(one -> isOurs(one, service + "-service/target/quarkus-app/quarkus-run.jar"))
                        .filter(ProcessHandle::destroyForcibly)
                        .count()
                > 0;
    }

    /** A service works in the data folder of its suite. */
    private boolean isOurs(ProcessHandle process, String jar) {
        Path details = Path.of("/proc/" + process.pid());
        try {
            String command = new String(Files.readAllBytes(details.resolve("cmdline")), StandardCharsets.UTF_8);
            return command.contains(jar)
                    && Files.readSymbolicLink(details.resolve("cwd")).equals(data.toRealPath());
        } catch (IOException e) {
            // It ended meanwhile, or is not ours to look at.
            return false;
        }
    }
}
