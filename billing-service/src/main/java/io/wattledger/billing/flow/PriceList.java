package io.wattledger.billing.flow;

import java.util.Collection;
import java.util.List;

/** Asks pricing for prices that FOCUS rows name. */
public interface PriceList {

    /**
     * Those that the price list does not know, in the order in which they were asked for.
     *
     * @param authorization the caller's own, which is passed on, so that nobody learns more than pricing lets it see
     * @throws RatingEvidence.Unreachable where pricing cannot be reached or refuses
     */
    List<String> unknown(String authorization, Collection<String> skuPriceIds);
}
