package io.wattledger.billing.contract;

import java.time.ZoneId;

/**
 * When and how usage becomes due.
 *
 * @param timeZone billing months begin at its local midnights
 * @param paymentTermsDays days from issue to due date
 * @param unpricedUsage what happens to a period in which usage has no price
 */
public record BillingTerms(ZoneId timeZone, int paymentTermsDays, UnpricedUsage unpricedUsage) {}
