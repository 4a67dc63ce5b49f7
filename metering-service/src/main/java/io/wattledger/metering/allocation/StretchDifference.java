package io.wattledger.metering.allocation;

import java.util.List;
import java.util.function.Consumer;

/**
 * What is between two rows of stretches: the time that only the one has or only the other, or both with different
 * figures. Nothing is said of time in which they agree, so that what an allocation has used for a month costs nothing
 * when a minute is added.
 */
public final class StretchDifference {

    private StretchDifference() {}

    /**
     * Hands out the difference.
     *
     * @param before stretches in order of time that do not overlap
     * @param after likewise
     * @param gone gets what only {@code before} has
     * @param come gets what only {@code after} has
     */
    public static void between(
            List<Stretch> before, List<Stretch> after, Consumer<Stretch> gone, Consumer<Stretch> come) {
        Cursor old = new Cursor(before, gone);
        Cursor now = new Cursor(after, come);
        while (old.isThere() || now.isThere()) {
            long from = Math.min(old.start(), now.start());
            if (old.start() > from) {
                now.emit(Math.min(now.end(), old.start()));
            } else if (now.start() > from) {
                old.emit(Math.min(old.end(), now.start()));
            } else {
                long to = Math.min(old.end(), now.end());
                if (old.what().equals(now.what())) {
                    old.skip(to);
                    now.skip(to);
                } else {
                    old.emit(to);
                    now.emit(to);
                }
            }
        }
    }

    /** A place in a row of stretches. */
    private static final class Cursor {
        private static final long NEVER = Long.MAX_VALUE;

        private final List<Stretch> stretches;
        private final Consumer<Stretch> target;
        private int index;
        private long start;

        Cursor(List<Stretch> stretches, Consumer<Stretch> target) {
            this.stretches = stretches;
            this.target = target;
            this.start = stretches.isEmpty() ? NEVER : stretches.getFirst().start();
        }

        boolean isThere() {
            return index < stretches.size();
        }

        long start() {
            return start;
        }

        long end() {
            return isThere() ? stretches.get(index).end() : NEVER;
        }

        Stretch.What what() {
            return stretches.get(index).what();
        }

        void emit(long to) {
            target.accept(new Stretch(what(), start, to));
            skip(to);
        }

        void skip(long to) {
            start = to;
            if (to == end()) {
                index++;
                start = isThere() ? stretches.get(index).start() : NEVER;
            }
        }
    }
}
