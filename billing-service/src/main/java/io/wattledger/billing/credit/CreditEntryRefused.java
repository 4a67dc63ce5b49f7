package io.wattledger.billing.credit;

/** An entry that does not fit the credit as it stands. */
public final class CreditEntryRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String detail;

    CreditEntryRefused(String detail) {
        super(detail);
        this.detail = detail;
    }

    /** What is wrong, for a person. */
    public String detail() {
        return detail;
    }
}
