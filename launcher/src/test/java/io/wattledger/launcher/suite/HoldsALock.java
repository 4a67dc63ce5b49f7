package io.wattledger.launcher.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** A process that holds a lock on a data directory until it is killed or its standard input ends. */
public final class HoldsALock {

    private HoldsALock() {}

    /** Starts such a process; it holds the lock when this returns. */
    public static Process start(String lock, Path data, String command) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldsALock.class.getName(),
                        lock,
                        data.toString(),
                        command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!"held".equals(process.inputReader().readLine())) {
            throw new IOException("the lock was not taken");
        }
        return process;
    }

    /** The lock, the data directory, and the command that it says it is. */
    public static void main(String[] arguments) throws Exception {
        var locks = new CommandLocks(Path.of(arguments[1]), arguments[2], Clock.systemUTC());
        CommandLocks.Held held =
                switch (arguments[0]) {
                    case "use" -> locks.use();
                    case "change" -> locks.change();
                    default -> locks.alone();
                };
        System.out.println("held");
        System.in.read();
        held.close();
    }
}
