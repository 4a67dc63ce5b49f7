package io.wattledger.metering.event;

import org.jspecify.annotations.Nullable;

/**
 * That an event takes the place of an earlier one.
 *
 * @param target the event that counts no more, whether it has come already or not
 * @param reason why
 */
public record Correction(EventIdentity target, String reason) {

    /** The hash of a report together with what it corrects; that of the report where it corrects nothing. */
    public static byte[] hash(UsageReport report, @Nullable Correction correction) {
        return hash(report.contentHash(), correction);
    }

    /**
     * That hash as it was until 2026-12-01, under which reports are known that were entered before; null where it is the same. It went by
     * the order in which devices are named.
     */
    public static byte @Nullable [] hashAsSent(UsageReport report, @Nullable Correction correction) {
        byte[] said =
                switch (report) {
                    case AllocatedInterval interval
                    when !interval.placement().isSorted() -> interval.hash(Placement.Order.AS_SENT);
                    case AllocationStart start
                    when !start.placement().isSorted() -> start.hash(Placement.Order.AS_SENT);
                    case AllocationBeat beat when !beat.placement().isSorted() -> beat.hash(Placement.Order.AS_SENT);
                    default -> null;
                };
        return said == null ? null : hash(said, correction);
    }

    private static byte[] hash(byte[] said, @Nullable Correction correction) {
        return correction == null
                ? said
                : new Fingerprint()
                        .bytes(said)
                        .text(correction.target.source())
                        .text(correction.target.id())
                        .text(correction.reason)
                        .whole();
    }
}
