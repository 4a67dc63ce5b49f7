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
 * @param cause why one of them could not be read
 */
public record UnreadUsage(String tenant, @Nullable Instant start, long records, String cause) {

    /** Whether it may be usage of a period. */
    public boolean concerns(BillingPeriod period) {
        return start == null || !start.isBefore(period.start()) && start.isBefore(period.end());
    }

    /** Why the month that it may be of waits. */
    public HoldReason reason() {
        return new HoldReason(
                HoldReason.USAGE_UNREADABLE,
                records + " records of rated usage of " + tenant + (start == null ? "" : " that begins at " + start)
                        + " lie aside, since billing could not read them (" + cause
                        + "): what they charge may be missing. Bring billing to the version of pricing, which has them read when it"
                        + " starts; GET /api/v1/unreadable-records of billing lists them, POST /api/v1/unreadable-records/replay"
                        + " tries them again, and one that nobody needs can be discarded there");
    }
}
