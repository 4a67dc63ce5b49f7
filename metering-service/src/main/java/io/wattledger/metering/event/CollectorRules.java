package io.wattledger.metering.event;

import io.wattledger.contracts.event.CollectorHeartbeat;
import java.time.Instant;

/** What the heartbeat of a collector must be like. */
final class CollectorRules {

    private static final String ACTIVE = "active";
    private static final String RETIRED = "retired";

    private final FieldChecks checks;

    CollectorRules(FieldChecks checks) {
        this.checks = checks;
    }

    CollectorBeat report(EventIdentity identity, CollectorHeartbeat data) throws Broken {
        String site = FieldChecks.name("data.site", data.site());
        Instant completeUntil = checks.instant("data.completeUntil", data.completeUntil());
        String state = data.state() == null ? ACTIVE : data.state();
        if (!state.equals(ACTIVE) && !state.equals(RETIRED)) {
            throw new Broken(RefusalCode.INVALID_FIELD, "data.state", state, "active or retired");
        }
        checks.knownSite(site);
        return new CollectorBeat(identity, site, completeUntil, state.equals(RETIRED));
    }
}
