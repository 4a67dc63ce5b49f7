package io.wattledger.billing.settlement;

/** An entry that does not fit the receivable as it stands. */
public final class EntryRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String detail;

    EntryRefused(String detail) {
        super(detail);
        this.detail = detail;
    }

    /** What is wrong, for a person. */
    public String detail() {
        return detail;
    }
}
