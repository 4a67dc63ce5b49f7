package io.wattledger.billing.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;

/** Tenants named in a path. The token decides: somebody else's account answers like an unknown one. */
final class Tenants {

    private Tenants() {}

    static void requireVisible(Caller caller, String tenant) {
        if (!caller.seesAllTenants() && !caller.tenant().equals(tenant)) {
            throw unknown(tenant);
        }
    }

    static Refusal unknown(String tenant) {
        return new Refusal(CommonProblem.NOT_FOUND, "there is no account '" + tenant + "'");
    }
}
