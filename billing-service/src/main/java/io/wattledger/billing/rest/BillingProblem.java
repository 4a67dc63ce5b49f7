package io.wattledger.billing.rest;

import io.wattledger.chassis.http.ProblemCode;

/** Refusals of billing's own, beside those that every service knows. */
public enum BillingProblem implements ProblemCode {
    /** A catalog breaks a rule; nothing of it was stored. */
    INVALID_CATALOG("invalid-catalog", 422, "The catalog breaks a rule; nothing of it was stored"),
    /** A run is asked for that cannot be started. */
    INVALID_INVOICE_RUN("invalid-invoice-run", 422, "This invoice run cannot be started"),
    /** An idempotency key was used for another request. */
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The idempotency key belongs to another request"),
    /** A request that moves money has no idempotency key. */
    IDEMPOTENCY_KEY_MISSING("idempotency-key-missing", 400, "A request that moves money needs an idempotency key"),
    /** A request under the same idempotency key is being worked on. */
    IDEMPOTENCY_KEY_IN_USE("idempotency-key-in-use", 409, "A request under this idempotency key is being worked on"),
    /** A credit note would give back more than is left, or nothing. */
    NOTHING_LEFT_TO_CREDIT("nothing-left-to-credit", 422, "More is asked for than is left of the invoice"),
    /** What is to be credited is no invoice. */
    NOT_AN_INVOICE("not-an-invoice", 422, "Only invoices are credited"),
    /** A document would break rules of its format. */
    DOCUMENT_INVALID("document-invalid", 422, "The document would break a rule of its format; nothing was issued"),
    /** A payment, refund or write-off does not fit the ledger of the invoice. */
    ENTRY_REFUSED("entry-refused", 422, "The entry does not fit the ledger of the invoice"),
    /** A bank statement cannot be read, does not add up or is of an unknown account; nothing of its file was taken in. */
    BANK_STATEMENT_REFUSED(
            "bank-statement-refused", 422, "The bank statements cannot be taken in; nothing of the file was"),
    /** A bank transaction that does not wait for a person was to be assigned. */
    TRANSACTION_NOT_WAITING("transaction-not-waiting", 409, "The bank transaction does not wait to be assigned"),
    /** An assignment of a bank transaction does not fit. */
    ASSIGNMENT_REFUSED(
            "assignment-refused",
            422,
            "The assignment does not fit the transaction or the invoice; nothing was entered"),
    /** A change of something that others change too does not say which state of it was seen. */
    IF_MATCH_MISSING("if-match-missing", 428, "A change needs the ETag of what was seen"),
    /** Something was changed since the caller saw it. */
    CHANGED_MEANWHILE("changed-meanwhile", 412, "It was changed since it was seen"),
    /** An endpoint that is told nothing was to be sent a test message. */
    ENDPOINT_DISABLED("endpoint-disabled", 409, "The endpoint is told nothing"),
    /** An endpoint is added to as many as there may be. */
    TOO_MANY_ENDPOINTS("too-many-endpoints", 409, "There are as many endpoints as there may be"),
    /** A run is not in the state that this needs. */
    RUN_NOT_WAITING("run-not-waiting", 409, "The run does not wait for approval"),
    /** A run has ended. */
    RUN_ENDED("run-ended", 409, "The run has ended"),
    /** Whoever has started a run wants to approve it. */
    SECOND_PERSON_NEEDED(
            "second-person-needed", 403, "A run is approved by another person than the one who started it"),
    /** Something of a month is to be invoiced before it can be closed. */
    MONTH_NOT_COMPLETE("month-not-complete", 409, "The billing month cannot be closed yet"),
    /** An export would break rules of FOCUS; none was made. */
    FOCUS_RULE_BROKEN("focus-rule-broken", 422, "The export would break a rule of FOCUS; it was not made"),
    /** A journal has to post something for which the chart of accounts has no account. */
    ACCOUNT_NOT_MAPPED("account-not-mapped", 422, "No account is mapped for something that has to be posted"),
    /** A SAF-T file is asked for of a legal entity of another country. */
    SAF_T_ONLY_IN_NORWAY(
            "saf-t-only-in-norway", 422, "SAF-T Financial is made for legal entities that are registered in Norway"),
    /** A SAF-T file would break the schema; none was made. */
    SAF_T_INVALID("saf-t-invalid", 422, "The file would break the schema of SAF-T Financial; it was not made"),
    /** A document was issued before what it was computed from was kept. */
    EVIDENCE_NOT_KEPT("evidence-not-kept", 409, "The evidence of this document was not kept"),
    /** A document bills usage of tenants to their reseller, and a tenant asks for its evidence. */
    EVIDENCE_OF_RESOLD_USAGE(
            "evidence-of-resold-usage", 409, "The bundle holds the slots of several tenants, and no tenant gets it"),
    /** Pricing, which has a part of the evidence, gives no answer. */
    PRICING_UNREACHABLE("pricing-unreachable", 503, "Pricing gives no answer"),
    /** A query parameter cannot be read. */
    INVALID_PARAMETER("invalid-parameter", 400, "A parameter cannot be read");

    private final String code;
    private final int status;
    private final String title;

    BillingProblem(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
