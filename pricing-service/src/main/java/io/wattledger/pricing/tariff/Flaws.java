package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes what is wrong with a written thing, so that a person learns all of it at once. */
@FunctionalInterface
public interface Flaws {

    /**
     * Notes a flaw.
     *
     * @param pointer JSON Pointer (RFC 6901) to the member, relative to the thing checked; empty for the whole
     * @param detail a sentence with the value and the rule
     */
    void add(String pointer, String detail);

    /** Takes flaws of a part that is written at {@code pointer}. */
    default Flaws at(String pointer) {
        return (inside, detail) -> add(pointer + inside, detail);
    }

    /** Notes a number below 0; one that is absent is none. */
    default void negative(String pointer, @Nullable BigDecimal number) {
        if (number != null && number.signum() < 0) {
            add(pointer, number.toPlainString() + " is below 0");
        }
    }

    /** Notes a number that is not above 0. */
    default void notPositive(String pointer, BigDecimal number) {
        if (number.signum() <= 0) {
            add(pointer, number.toPlainString() + " is not above 0");
        }
    }

    /** Notes a share that is not above 0 and at most 100 per cent; one that is absent is none. */
    default void noShare(String pointer, @Nullable BigDecimal percent) {
        if (percent != null && (percent.signum() <= 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0)) {
            add(pointer, percent.toPlainString() + " is not above 0 and at most 100 per cent");
        }
    }

    /** Notes an empty list of {@code entries} at {@code /sites}, and two for the same site. */
    default <E> void sites(List<E> entries, Function<E, String> siteOf) {
        if (entries.isEmpty()) {
            add("/sites", "there is no site");
        }
        Set<String> seen = new HashSet<>();
        for (int number = 0; number < entries.size(); number++) {
            String site = siteOf.apply(entries.get(number));
            if (!seen.add(site)) {
                add("/sites/" + number, "there are two entries for site " + site);
            }
        }
    }
}
