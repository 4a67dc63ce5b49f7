package io.wattledger.billing.flow;

import io.wattledger.billing.account.Flaw;
import java.util.List;

/** What has become of a catalog. */
public sealed interface CatalogOutcome {

    /**
     * All of it holds; with {@code dryRun} it would.
     *
     * @param created how many entries are new
     * @param changed how many have a new revision
     * @param unchanged how many were as they are
     */
    record Applied(int created, int changed, int unchanged) implements CatalogOutcome {}

    /** Something is wrong, so nothing of it was stored. */
    record Refused(List<Flaw> flaws) implements CatalogOutcome {

        /** Copies the flaws. */
        public Refused {
            flaws = List.copyOf(flaws);
        }
    }
}
