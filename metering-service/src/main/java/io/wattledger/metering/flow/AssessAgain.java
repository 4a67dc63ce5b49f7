package io.wattledger.metering.flow;

/**
 * Events of a delivery go beyond a bound. Nothing has happened; they are known now, and refused when the same is assessed once more
 * by {@link AcceptDelivery#assess}.
 */
public final class AssessAgain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AssessAgain() {
        super("some of the events go beyond a bound", null, false, false);
    }
}
