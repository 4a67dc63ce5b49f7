package io.wattledger.pricing.evidence;

import java.util.List;

/**
 * What a record was rated from, ready to be kept.
 *
 * @param sha256 hash of its {@link RatingInput.DayBasis} or {@link RatingInput.MonthBasis}
 * @param inputs that basis and all that it leads to, but for what the days of a month were rated from, which is kept with
 *     them
 */
public record Basis(String sha256, List<WrittenInput> inputs) {

    /** Copies the list. */
    public Basis {
        inputs = List.copyOf(inputs);
    }
}
