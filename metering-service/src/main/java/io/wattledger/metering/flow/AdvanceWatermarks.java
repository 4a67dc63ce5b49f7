package io.wattledger.metering.flow;

import jakarta.enterprise.context.ApplicationScoped;

/** Advances the watermarks of sites by the heartbeats of their collectors. Nothing of it is metered yet: the rules refuse it, so nothing comes here. */
@ApplicationScoped
public class AdvanceWatermarks implements MeterKind {

    @Override
    public void apply(Changes changes, Effects effects) {
        throw new IllegalStateException("heartbeats of collectors are refused by the rules and cannot be metered");
    }
}
