package io.wattledger.billing.payment;

/** A bank statement that cannot be taken in; nothing of its file is. */
public final class StatementRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String place;

    StatementRefused(String place, String detail) {
        super(place + " " + detail);
        this.place = place;
    }

    /** A statement, counted from 1, of an account that belongs to no legal entity. */
    public static StatementRefused unknownAccount(int statement, String iban) {
        return new StatementRefused(
                "/Stmt/" + statement + "/Acct/Id/IBAN",
                "'" + iban + "' is the account of no legal entity of the catalog");
    }

    /** Where in the file, as the elements from the statement on, counted from 1, for example {@code /Stmt/1/Ntry/3/Amt}. */
    public String place() {
        return place;
    }

    /** Which element, value and rule. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
