package io.wattledger.metering.flow;

/**
 * Another copy of the service began the same thing at the same moment. Nothing has happened; the same events may be
 * accepted again at once, and will find what the other has begun.
 */
public final class Contended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was begun twice. */
    public Contended(String detail) {
        super(detail, null, false, false);
    }
}
