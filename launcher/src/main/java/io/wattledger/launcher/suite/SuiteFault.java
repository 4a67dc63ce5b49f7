package io.wattledger.launcher.suite;

/** The suite could not be started or did not stay up; the message says where to look. */
public final class SuiteFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A fault without another behind it. */
    public SuiteFault(String message) {
        super(message);
    }

    /** A fault that another caused. */
    public SuiteFault(String message, Throwable cause) {
        super(message, cause);
    }
}
