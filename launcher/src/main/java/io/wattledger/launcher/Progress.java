package io.wattledger.launcher;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells a person what is going on, on standard error so that standard output stays what was asked for. On a terminal a
 * count is shown in place; elsewhere as plain lines, a few per minute.
 */
public final class Progress {

    private static final Duration ON_TERMINAL = Duration.ofMillis(200);
    private static final Duration IN_LOGS = Duration.ofSeconds(10);

    private final PrintStream out;
    private final Clock clock;
    private final boolean terminal;
    private Instant nextUpdate = Instant.MIN;
    private boolean open;

    /**
     * Begins telling.
     *
     * @param out where to
     * @param clock when counts were last shown
     * @param terminal whether {@code out} is a terminal
     */
    public Progress(PrintStream out, Clock clock, boolean terminal) {
        this.out = out;
        this.clock = clock;
        this.terminal = terminal;
    }

    /** A finished fact or the beginning of a step. */
    public synchronized void say(String sentence) {
        endLine();
        out.println(sentence);
        nextUpdate = clock.instant().plus(terminal ? ON_TERMINAL : IN_LOGS);
    }

    /** How far a step has come; most calls print nothing. */
    public synchronized void count(String what, long done, long all) {
        count("  %s: %,d of %,d (%d %%)".formatted(what, done, all, all == 0 ? 100 : done * 100 / all));
    }

    /** How much there is still, where nobody knows of how much; most calls print nothing. */
    public synchronized void count(String what, long left) {
        count("  %s: %,d".formatted(what, left));
    }

    /** Begins a wait. */
    public Standstill waiting() {
        return new Standstill(this, clock);
    }

    private void count(String line) {
        Instant now = clock.instant();
        if (now.isBefore(nextUpdate)) {
            return;
        }
        nextUpdate = now.plus(terminal ? ON_TERMINAL : IN_LOGS);
        if (terminal) {
            out.print("\r" + line + "\u001b[K");
            out.flush();
            open = true;
        } else {
            out.println(line);
        }
    }

    private void endLine() {
        if (open) {
            out.print("\r\u001b[K");
            open = false;
        }
    }
}
