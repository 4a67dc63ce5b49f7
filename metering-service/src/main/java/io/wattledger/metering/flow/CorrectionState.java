package io.wattledger.metering.flow;

/** What a correction or withdrawal that stands has hit. Rows and answers know it by its name in lower case, with hyphens. */
public enum CorrectionState {
    /** An event that has come. */
    KNOWN,
    /** None yet: the event that it names has not come. */
    AWAITED,
    /** A withdrawal or a heartbeat of a collector, which nothing takes back. */
    WITHOUT_EFFECT,
    /** A correction of the correction itself: each takes the place of the other, and neither counts. */
    MUTUAL
}
