package io.wattledger.billing.flow;

import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.ProjectSelection;
import java.time.Instant;

/**
 * The rated usage that a billing period is made of.
 *
 * @param tenant the tenant
 * @param contract id of the contract that the usage falls under
 * @param start first instant at which its charge periods may begin
 * @param end first instant at which they no longer may
 * @param projects whose usage
 */
public record UsageSpan(String tenant, String contract, Instant start, Instant end, ProjectSelection projects) {

    /** The usage of a period of a contract. */
    public static UsageSpan of(PeriodKey key, BillingPeriod period) {
        return new UsageSpan(key.tenant(), key.contract(), period.start(), period.end(), period.projects());
    }
}
