package io.wattledger.chassis.kafka;

/**
 * A handler has learnt something from a batch that it needs to know when it decodes it: the same records are to be read and decoded
 * once more. Nothing has happened. Not to be thrown for ever for the same records: they hold up what is behind them. A handler that
 * waits for something with it makes pauses, since the records are read again at once.
 */
public final class ReadAgain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was learnt. */
    public ReadAgain(String detail) {
        super(detail, null, false, false);
    }
}
