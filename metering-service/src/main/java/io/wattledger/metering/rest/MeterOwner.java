package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.metering.event.Assessor;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Whose meters and generic events a request is about. */
@RequestScoped
public class MeterOwner {

    private final Caller caller;

    MeterOwner(Caller caller) {
        this.caller = caller;
    }

    /**
     * The tenant of the token; asked for another it gives no answer, which would be about the wrong one. Operators and auditors,
     * whose tokens name none, say whose.
     *
     * @param named the query parameter {@code tenant}; null where it was not given
     */
    String tenant(@Nullable String named) {
        if (!caller.seesAllTenants()) {
            String own = caller.tenant();
            if (named != null && !named.equals(own)) {
                throw MeterProblem.parameter("tenant", "is not the tenant of the token, " + own + ": leave it out");
            }
            return own;
        }
        if (named == null || !Assessor.isTenant(named)) {
            throw MeterProblem.parameter(
                    "tenant",
                    (named == null ? "is missing" : "is " + named)
                            + ": an operator or auditor says whose meters are meant, such as ?tenant=acme");
        }
        return named;
    }
}
