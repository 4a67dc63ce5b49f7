package io.wattledger.metering.flow;

import jakarta.enterprise.context.ApplicationScoped;

/** Meters energy that is reported apart from allocations. Nothing of it is metered yet: the rules refuse it, so nothing comes here. */
@ApplicationScoped
public class MeterEnergy implements MeterKind {

    @Override
    public void apply(Changes changes, Effects effects) {
        throw new IllegalStateException("energy reports are refused by the rules and cannot be metered");
    }
}
