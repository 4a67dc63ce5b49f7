package io.wattledger.metering.store;

import io.wattledger.contracts.vocabulary.Interval;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The gaps of a claim as text: where each begins and ends in milliseconds since the epoch; null where there are none. */
final class Gaps {

    private Gaps() {}

    static @Nullable String text(List<Interval> gaps) {
        return gaps.isEmpty()
                ? null
                : gaps.stream()
                        .map(gap -> gap.start().toEpochMilli() + " " + gap.end().toEpochMilli())
                        .collect(Collectors.joining("\n"));
    }

    static List<Interval> of(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split("\n", -1))
                        .map(gap -> gap.split(" ", -1))
                        .map(gap -> new Interval(
                                Instant.ofEpochMilli(Long.parseLong(gap[0])),
                                Instant.ofEpochMilli(Long.parseLong(gap[1]))))
                        .toList();
    }

    /** When the first gap begins that only one of the two has; null where both have the same. Both are in order, and gone through once. */
    static @Nullable Instant firstDifference(List<Interval> some, List<Interval> others) {
        Iterator<Interval> one = some.iterator();
        Iterator<Interval> other = others.iterator();
        while (one.hasNext() && other.hasNext()) {
            Interval left = one.next();
            Interval right = other.next();
            if (!left.equals(right)) {
                return left.start().isBefore(right.start()) ? left.start() : right.start();
            }
        }
        if (one.hasNext()) {
            return one.next().start();
        }
        return other.hasNext() ? other.next().start() : null;
    }
}
