package io.wattledger.chassis.ops;

/**
 * The service must not start as things are, and would end in the same way if it were started again; the message says what to do. The
 * launcher looks for this name in the log, and shows the message.
 */
public final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A reason in words for whoever operates the service. */
    public CannotStart(String message) {
        super(message);
    }
}
