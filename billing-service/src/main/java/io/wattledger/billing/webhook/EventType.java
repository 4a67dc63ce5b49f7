package io.wattledger.billing.webhook;

import java.util.Arrays;
import java.util.Optional;

/** What receivers can be told of. */
public enum EventType {
    /** An invoice was issued, of a month or of what became dearer later. */
    INVOICE_ISSUED("invoice.issued", Audience.TENANT),
    /** A credit note was issued. */
    CREDIT_NOTE_ISSUED("credit-note.issued", Audience.TENANT),
    /** Nothing is owed any more, by a payment. */
    INVOICE_PAID("invoice.paid", Audience.TENANT),
    /** The due date is over and something is still owed; told once per invoice. */
    INVOICE_OVERDUE("invoice.overdue", Audience.TENANT),
    /** A bank transaction waits for a person. */
    PAYMENT_UNMATCHED("payment.unmatched", Audience.OPERATOR),
    /** Nothing has happened: somebody wants to see whether messages arrive. */
    TEST("webhook.test", Audience.WHOEVER_ASKS);

    /** Who is told. */
    public enum Audience {
        /** Endpoints of the tenant that it is about, which name it. */
        TENANT,
        /** Endpoints of the operator which name it. */
        OPERATOR,
        /** The one endpoint for which it was asked for; none can name it. */
        WHOEVER_ASKS
    }

    private final String wireName;
    private final Audience audience;

    EventType(String wireName, Audience audience) {
        this.wireName = wireName;
        this.audience = audience;
    }

    /** Its stable name. */
    public String wireName() {
        return wireName;
    }

    /** Who is told of it. */
    public Audience audience() {
        return audience;
    }

    /** The type of that name. */
    public static Optional<EventType> named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(name))
                .findFirst();
    }
}
