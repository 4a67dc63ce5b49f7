package io.wattledger.billing.invoice;

/** A credit note that must not be: it would give back more than is left, or nothing at all. */
public final class CreditRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String detail;
    private final String pointer;

    CreditRefused(String pointer, String detail) {
        super(detail);
        this.detail = detail;
        this.pointer = pointer;
    }

    /** JSON pointer to the member of the request that is wrong. */
    public String pointer() {
        return pointer;
    }

    /** What is wrong, for a person. */
    public String detail() {
        return detail;
    }
}
