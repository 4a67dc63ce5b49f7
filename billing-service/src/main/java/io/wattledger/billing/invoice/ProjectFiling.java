package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * What an invoice says of one of its projects beside the id.
 *
 * @param costCentre where the buyer books what the project used (BT-133); absent where it has said nothing
 * @param usedBy legal name of the tenant whose project it is, where a reseller is billed; absent otherwise
 */
public record ProjectFiling(
        @Nullable String costCentre, @Nullable String usedBy) {

    /** Nothing is said. */
    public static final ProjectFiling NONE = new ProjectFiling(null, null);
}
