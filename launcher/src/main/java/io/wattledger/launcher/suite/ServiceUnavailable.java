package io.wattledger.launcher.suite;

/** A service did not answer, or answered that it failed; asking again may help. */
public final class ServiceUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says which service and why. */
    public ServiceUnavailable(String message) {
        super(message);
    }
}
