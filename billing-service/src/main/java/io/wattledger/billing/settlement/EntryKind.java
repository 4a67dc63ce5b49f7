package io.wattledger.billing.settlement;

/** What happened to the receivable of an invoice. */
public enum EntryKind {
    /** The invoice was issued. */
    ISSUED(BookAccount.RECEIVABLE, BookAccount.BILLED, "issued"),
    /** Money came. */
    PAID(BookAccount.BANK, BookAccount.RECEIVABLE, "paid"),
    /** A credit note was issued. */
    CREDITED(BookAccount.BILLED, BookAccount.RECEIVABLE, "credited"),
    /** What was paid or credited beyond the invoice went back to the tenant. */
    REFUNDED(BookAccount.RECEIVABLE, BookAccount.BANK, "refunded"),
    /** A payment did not last: the bank took it back. */
    RETURNED(BookAccount.RECEIVABLE, BookAccount.BANK, "returned"),
    /** The seller does not expect the rest any more. */
    WRITTEN_OFF(BookAccount.LOSS, BookAccount.RECEIVABLE, "written off");

    private final BookAccount debit;
    private final BookAccount credit;
    private final String words;

    EntryKind(BookAccount debit, BookAccount credit, String words) {
        this.debit = debit;
        this.credit = credit;
        this.words = words;
    }

    /** The account that the amount is added to. */
    public BookAccount debit() {
        return debit;
    }

    /** The account that the amount is taken from. */
    public BookAccount credit() {
        return credit;
    }

    /** What the entry says was done to the amount, in English. */
    String words() {
        return words;
    }

    /** 1 where the entry adds to what the tenant owes, -1 where it takes from it. */
    int sign() {
        return debit == BookAccount.RECEIVABLE ? 1 : -1;
    }
}
