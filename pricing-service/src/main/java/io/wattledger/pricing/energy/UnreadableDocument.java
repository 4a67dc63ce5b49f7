package io.wattledger.pricing.energy;

/** A price document is refused as a whole; nothing of it may be stored. */
public final class UnreadableDocument extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient DocumentFault fault;
    private final Reason reason;

    /** The reasons that a program may want to tell apart, beside all others. */
    public enum Reason {
        /** Any rule without a name of its own. */
        BROKEN,
        /** The publisher answered that it has no data. */
        WITHOUT_DATA,
        /** A curve that is filled from the value before lacks its first one. */
        FIRST_POSITION_MISSING,
        /** One slot, or one day of an exchange rate, has two values. */
        TWO_VALUES,
        /** It is of another bidding zone than the series. */
        OTHER_ZONE,
        /** It is in another currency than the series. */
        OTHER_CURRENCY,
        /** It does not say how long each of its prices holds. */
        RESOLUTION_NOT_NAMED
    }

    private UnreadableDocument(DocumentFault fault, Reason reason) {
        super(fault.sentence());
        this.fault = fault;
        this.reason = reason;
    }

    /** The document breaks a rule. */
    public static UnreadableDocument because(DocumentFault fault) {
        return new UnreadableDocument(fault, Reason.BROKEN);
    }

    /** The same fault under a reason that has a name. */
    public UnreadableDocument as(Reason named) {
        return new UnreadableDocument(fault, named);
    }

    /** What is wrong. */
    public DocumentFault fault() {
        return fault;
    }

    /** Which kind of fault it is. */
    public Reason reason() {
        return reason;
    }
}
