package io.wattledger.pricing.flow;

import io.wattledger.pricing.tariff.PublishingStep;
import io.wattledger.pricing.tariff.TariffDraft;
import java.util.List;
import java.util.Optional;

/**
 * Keeps proposed tariff versions, and for ever who did what to a tariff version. Every method works inside the transaction
 * of its caller.
 */
public interface TariffDrafts {

    /** A draft; empty where there is none of this id, or it was approved or withdrawn. */
    Optional<TariffDraft> find(String id);

    /** All drafts, the oldest first. */
    List<TariffDraft> all();

    /** Adds a draft. */
    void add(TariffDraft draft);

    /** Removes a draft. */
    void remove(String id);

    /** Writes down a step. */
    void note(PublishingStep step);

    /** All steps of a tariff in the order in which they were made. */
    List<PublishingStep> stepsOf(String tariff);
}
