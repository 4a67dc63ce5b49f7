package io.wattledger.chassis.testing.broken.flow;

public interface UnexplainedType {}
