package io.wattledger.chassis.ops;

/** Work that a service has taken in and not finished; every bean of this type shows up under {@code /progress}. */
public interface PendingWork {

    /** Short name, for example {@code outbox}. */
    String name();

    /** How many items wait; 0 when all is done. */
    long pending();
}
