package io.wattledger.billing.webhook;

import java.util.Arrays;
import java.util.Optional;

/** What receivers can be told of. */
public enum EventType {
    /** An invoice was issued, of a month or of what became dearer later. */
    INVOICE_ISSUED("invoice.issued", false),
    /** A credit note was issued. */
    CREDIT_NOTE_ISSUED("credit-note.issued", false),
    /** Nothing is owed any more, by a payment. */
    INVOICE_PAID("invoice.paid", false),
    /** The due date is over and something is still owed; told once per invoice. */
    INVOICE_OVERDUE("invoice.overdue", false),
    /** A bank transaction waits for a person. */
    PAYMENT_UNMATCHED("payment.unmatched", true);

    private final String wireName;
    private final boolean isForTheOperator;

    EventType(String wireName, boolean isForTheOperator) {
        this.wireName = wireName;
        this.isForTheOperator = isForTheOperator;
    }

    /** Its stable name. */
    public String wireName() {
        return wireName;
    }

    /** Whether it is of the operator's business and no tenant's. */
    public boolean isForTheOperator() {
        return isForTheOperator;
    }

    /** The type of that name. */
    public static Optional<EventType> named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(name))
                .findFirst();
    }
}
