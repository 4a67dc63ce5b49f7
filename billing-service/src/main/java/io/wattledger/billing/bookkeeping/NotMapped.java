package io.wattledger.billing.bookkeeping;

/** Something has to be posted for which the chart of accounts has no account, or a rate of exchange is missing. */
public final class NotMapped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String member;
    private final String detail;

    NotMapped(String member, String detail) {
        super(detail);
        this.member = member;
        this.detail = detail;
    }

    /** A legal entity has no chart of accounts. */
    public static NotMapped chartOf(String legalEntity) {
        return new NotMapped(
                "legalEntities/" + legalEntity + "/chart",
                "legal entity " + legalEntity + " has no chart of accounts; add it to the catalog");
    }

    /** A voucher posts on an account of which the general ledger says nothing. */
    static NotMapped accountOf(String legalEntity, String account, String voucher) {
        return new NotMapped(
                "legalEntities/" + legalEntity + "/chart/accounts",
                "account " + account + ", on which " + voucher
                        + " posts, has no name and grouping; add it to the chart's accounts");
    }

    /** The member of the catalog that has to be completed. */
    public String member() {
        return member;
    }

    /** What is missing and for which document, for a person. */
    public String detail() {
        return detail;
    }
}
