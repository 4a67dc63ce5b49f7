package io.wattledger.pricing.energy;

/** A price document is refused as a whole; nothing of it may be stored. */
public final class UnreadableDocument extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient DocumentFault fault;
    private final boolean empty;

    private UnreadableDocument(DocumentFault fault, boolean empty) {
        super(fault.sentence());
        this.fault = fault;
        this.empty = empty;
    }

    /** The document breaks a rule. */
    public static UnreadableDocument because(DocumentFault fault) {
        return new UnreadableDocument(fault, false);
    }

    /** The publisher answered that it has no data. */
    public static UnreadableDocument withoutData(DocumentFault fault) {
        return new UnreadableDocument(fault, true);
    }

    /** What is wrong. */
    public DocumentFault fault() {
        return fault;
    }

    /** Whether the document is the publisher's word that there is no data, rather than a broken one. */
    public boolean isEmpty() {
        return empty;
    }
}
