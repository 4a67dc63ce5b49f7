package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.PageLimit;
import io.wattledger.chassis.http.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A page of things in the order of their names. A page begins after the name at which the one before ended, so that
 * nothing is lost or doubled when things are added meanwhile.
 *
 * @param <T> the things
 * @param items those of the page
 * @param nextCursor leads to the next page; absent on the last one
 */
record NamedPage<T>(List<T> items, @Nullable String nextCursor) {

    private static final int MOST = 500;

    /** Copies the list. */
    NamedPage {
        items = List.copyOf(items);
    }

    /**
     * A page.
     *
     * @param all by name
     * @param limit how many a page may have
     * @param cursor of the page before; absent for the first
     * @throws Refusal when limit or cursor cannot be meant
     */
    static <T> NamedPage<T> of(SortedMap<String, T> all, int limit, @Nullable String cursor) {
        int most = PageLimit.of(limit, MOST);
        SortedMap<String, T> left = new TreeMap<>(all);
        if (cursor != null) {
            String last = name(cursor);
            left = left.tailMap(last);
            left.remove(last);
        }
        List<String> names = left.keySet().stream().limit(most).toList();
        boolean isLast = names.size() == left.size();
        return new NamedPage<>(
                left.values().stream().limit(most).toList(),
                isLast
                        ? null
                        : Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(names.getLast().getBytes(StandardCharsets.UTF_8)));
    }

    private static String name(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid(
                    "cursor", "is none that this list gave out; send the nextCursor of the page before, unchanged");
        }
    }

    private static Refusal invalid(String parameter, String detail) {
        return new Refusal(CommonProblem.INVALID, parameter + " " + detail, List.of(new FieldError(parameter, detail)));
    }
}
