package io.wattledger.metering.flow;

import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.Verdict.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event.
 *
 * @param kind which of the four it is
 * @param source of the event; null where it names none
 * @param id of the event; null where it names none
 * @param refused why, where it was refused; null otherwise
 * @param correctedBefore what it would have corrected, where that is in conflict with an earlier correction; null otherwise
 * @param corrects what it has hit, where it is a correction or withdrawal that stands; null otherwise
 */
public record Outcome(
        Kind kind,
        @Nullable String source,
        @Nullable String id,
        @Nullable Refused refused,
        @Nullable EventIdentity correctedBefore,
        @Nullable CorrectionState corrects) {

    /** The four things that can become of an event; every event received becomes exactly one of them. */
    public enum Kind {
        /** It counts, from now on and once. */
        METERED,
        /** The same event was metered before; nothing changes. */
        DUPLICATE,
        /**
         * Another event with the same identity was metered before, or another one corrected the same event; that one stands, and
         * this one is kept to be looked at.
         */
        CONFLICT,
        /** It breaks a rule. */
        REFUSED
    }
}
