package io.wattledger.metering.flow;

import jakarta.enterprise.context.ApplicationScoped;

/** Meters allocations that are reported by start and stop. Nothing of it is metered yet: the rules refuse it, so nothing comes here. */
@ApplicationScoped
public class MeterAllocations implements MeterKind {

    @Override
    public void apply(Changes changes, Effects effects) {
        throw new IllegalStateException("starts and stops are refused by the rules and cannot be metered");
    }
}
