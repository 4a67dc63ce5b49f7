package io.wattledger.metering.flow;

import jakarta.enterprise.context.ApplicationScoped;

/** Keeps events of the customer's own for the meters. Nothing of it is metered yet: the rules refuse it, so nothing comes here. */
@ApplicationScoped
public class KeepMeterEvents implements MeterKind {

    @Override
    public void apply(Changes changes, Effects effects) {
        throw new IllegalStateException("meter events are refused by the rules and cannot be metered");
    }
}
