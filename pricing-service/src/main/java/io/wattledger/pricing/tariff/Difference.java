package io.wattledger.pricing.tariff;

import org.jspecify.annotations.Nullable;

/**
 * One member in which two tariff versions differ.
 *
 * @param member where, in words: {@code energy / sites glomfjord / marginPerMwh}
 * @param before its value in the earlier version; absent where it is new
 * @param after its value in the later version; absent where it is gone
 */
public record Difference(
        String member, @Nullable String before, @Nullable String after) {

    /** The difference as a line for people. */
    public String text() {
        if (before == null) {
            return "+ " + member + ": " + after;
        }
        return after == null ? "- " + member + ": " + before : "~ " + member + ": " + before + " -> " + after;
    }
}
