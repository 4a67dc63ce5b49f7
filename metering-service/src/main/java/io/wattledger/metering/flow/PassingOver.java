package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.TooMuchAtOnce;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has work done that waits: much of it together, and after a failure less, until what fails is found alone. That is passed over for a
 * while, so that it is in nobody else's way. What is passed over is known in memory alone, and to this copy of the service. For use by one
 * thread; what it counts any may ask.
 *
 * @param <K> by what it is known what waits, and is passed over with all that waits under it
 */
final class PassingOver<K> {

    private static final Logger LOG = Logger.getLogger(PassingOver.class);

    /** Each time twice as long as the last one: to find one among others again takes some rounds that fail. */
    private static final Duration FIRST = Duration.ofMinutes(5);

    private static final Duration LONGEST = Duration.ofHours(1);

    private final int mostAtOnce;
    private final Clock clock;
    private final Map<K, Failed> failed = new ConcurrentHashMap<>();
    private int most;

    /** What failed alone last, of what may pass. */
    private @Nullable K mayPass;

    PassingOver(int mostAtOnce, Clock clock) {
        this.mostAtOnce = mostAtOnce;
        this.most = mostAtOnce;
        this.clock = clock;
    }

    /** Failed alone, and is passed over until then. */
    private record Failed(Duration passedOver, Instant until) {

        static Failed after(@Nullable Failed before, Instant now) {
            Duration length = before == null ? FIRST : before.passedOver.multipliedBy(2);
            Duration passedOver = length.compareTo(LONGEST) < 0 ? length : LONGEST;
            return new Failed(passedOver, now.plus(passedOver));
        }
    }

    /** Finds what is to be done next. */
    @FunctionalInterface
    interface Next<K> {
        /**
         * What waits longest.
         *
         * @param most so much of it
         * @param aside what is passed over
         */
        Work<K> of(int most, Set<K> aside);
    }

    /** Something to do in a transaction of its own. */
    interface Work<K> {
        /** What is worked on together. A single one cannot be divided; none where nothing waits. */
        List<K> parts();

        /** What that is, in words, for people who look for it in the log. */
        String inWords();

        /** Does all or nothing of it; true when there may be more, false when others are at work on all of it. */
        boolean run();
    }

    /**
     * Does some of what waits.
     *
     * @return whether there may be more to do at once
     * @throws RuntimeException when several failed together, or one of something that may pass: then a pause may help. What the
     *     database has no room for is never passed over, since all else would fail too
     */
    boolean run(Next<K> next) {
        Instant now = clock.instant();
        Work<K> work = next.of(most, aside());
        if (work.parts().isEmpty()) {
            most = mostAtOnce;
            failed.values().removeIf(one -> !one.until().isAfter(now));
            return false;
        }
        try {
            boolean more = work.run();
            most = Math.min(mostAtOnce, most * 2);
            if (more) {
                work.parts().forEach(failed::remove);
            }
            return more;
        } catch (TooMuchAtOnce e) {
            takeFewerThan(work);
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            takeFewerThan(work);
            if (work.parts().size() > 1
                    || DatabaseException.isOfAnything(e)
                    || isLeftForAnotherTry(work.parts().getFirst(), e)) {
                throw e;
            }
            passOver(work, now, e);
            return true;
        }
    }

    /** Than were taken, which may be fewer already than could have been. */
    private void takeFewerThan(Work<K> work) {
        most = TooMuchAtOnce.fewer(Math.min(most, work.parts().size()));
    }

    /** Once; what fails of it again holds up all others no longer. */
    private boolean isLeftForAnotherTry(K part, Throwable failure) {
        boolean isFirst = DatabaseException.mayPass(failure) && !part.equals(mayPass);
        mayPass = isFirst ? part : null;
        return isFirst;
    }

    private void passOver(Work<K> work, Instant now, Throwable failure) {
        Failed next = Failed.after(failed.get(work.parts().getFirst()), now);
        failed.put(work.parts().getFirst(), next);
        LOG.errorf(
                failure,
                "%s cannot be worked on and is passed over for %s; all others are worked on meanwhile",
                work.inWords(),
                next.passedOver());
    }

    /** What is passed over now. */
    Set<K> aside() {
        Instant now = clock.instant();
        return failed.entrySet().stream()
                .filter(one -> one.getValue().until().isAfter(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
