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
        byte[] said = report.contentHash();
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
