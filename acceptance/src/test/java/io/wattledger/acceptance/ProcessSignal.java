package io.wattledger.acceptance;

import java.io.IOException;

/** What the operating system tells a process, of which the process itself learns nothing. */
public enum ProcessSignal {
    /** It stands still in the middle of whatever it does, with all that it holds. */
    STOP,
    /** It goes on. */
    CONT;

    /** Sends it. */
    public void to(Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("kill -" + name() + " did not work");
        }
    }
}
