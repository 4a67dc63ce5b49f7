package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.RatedUsage;
import java.util.List;

/**
 * What a day came to.
 *
 * @param rated one per charge period with usage under a contract, also where nothing of it could be rated; the revision is
 *     always 1 here and is given when it is stored
 * @param open stretches with usage under no contract
 */
public record RatedDay(List<RatedUsage> rated, List<OpenUsage> open) {

    /** Copies the lists. */
    public RatedDay {
        rated = List.copyOf(rated);
        open = List.copyOf(open);
    }
}
