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
