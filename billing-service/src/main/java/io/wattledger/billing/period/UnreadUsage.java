package io.wattledger.billing.period;

import io.wattledger.billing.invoice.BillingPeriod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Records of rated usage that this service could not read and that lie aside, as far as their keys tell.
 *
 * @param tenant whose usage it is
 * @param start when their charge period begins; null where their keys do not say, and it may be any
 * @param records how many
 * @param reason why one of them could not be read
 */
public record UnreadUsage(String tenant, @Nullable Instant start, long records, String reason) {

    /** Whether it may be usage of a period. */
    boolean concerns(BillingPeriod period) {
        return start == null || !start.isBefore(period.start()) && start.isBefore(period.end());
    }
}
