package io.wattledger.pricing.flow;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.LocalDate;
import java.util.Comparator;

/**
 * One series on one local day of its site: what is rated at once.
 *
 * @param key whose usage of what
 * @param siteDay the local day; the day in UTC while the site is not known
 */
public record DayKey(UsageKey key, LocalDate siteDay) implements Comparable<DayKey> {

    private static final Comparator<DayKey> ORDER =
            Comparator.comparing(DayKey::key).thenComparing(DayKey::siteDay);

    @Override
    public int compareTo(DayKey other) {
        return ORDER.compare(this, other);
    }
}
