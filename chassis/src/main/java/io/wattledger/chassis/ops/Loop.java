package io.wattledger.chassis.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.Collection;
import org.jboss.logging.Logger;

/**
 * A named background thread that does its work again and again, rests when there is none, backs off when it fails and
 * finishes what it has begun before it stops.
 */
public final class Loop implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(25);

    private final Thread thread;
    private final Counter failures;
    private final Object rest = new Object();
    private volatile boolean stopping;

    /** One round of work. */
    @FunctionalInterface
    public interface Body {
        /** Does a round; true when there may be more to do at once. */
        boolean run() throws Exception;
    }

    private Loop(String name, Duration idle, Body body) {
        this.failures = Counter.builder("wattledger.loop.failures")
                .description("Rounds of a loop that failed and are tried again")
                .tag("loop", name)
                .register(Metrics.globalRegistry);
        this.thread = Thread.ofPlatform().name(name).unstarted(() -> turn(idle, body));
    }

    /** Starts a loop that rests for {@code idle} after a round without work. */
    public static Loop start(String name, Duration idle, Body body) {
        Loop loop = new Loop(name, idle, body);
        loop.thread.start();
        return loop;
    }

    private void turn(Duration idle, Body body) {
        Duration backOff = FIRST_BACK_OFF;
        while (!stopping) {
            try {
                boolean more = body.run();
                backOff = FIRST_BACK_OFF;
                if (!more) {
                    pause(idle);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable e) {
                // Whatever failed was rolled back; it is tried again, since giving up would lose work silently. Errors
                // too, such as a stack that overflows over one item: a thread that ended would leave all others undone.
                failures.increment();
                LOG.errorf(e, "loop %s failed, next try in %s", thread.getName(), backOff);
                pause(backOff);
                backOff = backOff.multipliedBy(2).compareTo(LONGEST_BACK_OFF) < 0
                        ? backOff.multipliedBy(2)
                        : LONGEST_BACK_OFF;
            }
        }
    }

    private void pause(Duration length) {
        synchronized (rest) {
            try {
                if (!stopping && length.isPositive()) {
                    rest.wait(length.toMillis(), length.toNanosPart() % 1_000_000);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopping = true;
            }
        }
    }

    /** Asks the loop to end after its round; waits for it. */
    @Override
    public void close() {
        askToEnd();
        awaitEnd();
    }

    /** Asks all of them first, so that none begins another round while it is waited for one before it. */
    public static void closeAll(Collection<Loop> loops) {
        loops.forEach(Loop::askToEnd);
        loops.forEach(Loop::awaitEnd);
    }

    private void askToEnd() {
        stopping = true;
        synchronized (rest) {
            rest.notifyAll();
        }
    }

    private void awaitEnd() {
        try {
            if (!thread.join(LONGEST_STOP)) {
                LOG.warnf("loop %s did not end within %s", thread.getName(), LONGEST_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
