package io.wattledger.chassis.testing.broken.flow;

/** Breaks the rule of names. */
public interface PriceHelper {}
