package io.wattledger.chassis.kafka;

/**
 * A handler has learnt something from a batch that it needs to know when it decodes it: the same records are to be read and decoded
 * once more. Nothing has happened. Not to be thrown again and again for the same records, which would be read for ever.
 */
public final class ReadAgain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was learnt. */
    public ReadAgain(String detail) {
        super(detail, null, false, false);
    }
}
