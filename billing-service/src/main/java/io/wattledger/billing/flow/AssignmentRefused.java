package io.wattledger.billing.flow;

/** A part of an assignment that does not fit the transaction or the invoice. */
public final class AssignmentRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final String member;

    AssignmentRefused(int index, String member, String detail) {
        super(detail);
        this.index = index;
        this.member = member;
    }

    /** Which part, counted from 0. */
    public int index() {
        return index;
    }

    /** Which member of it. */
    public String member() {
        return member;
    }
}
