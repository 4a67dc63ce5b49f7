package io.wattledger.chassis.testing.broken.undocumented;

/** Breaks the rule of packages: this one does not say what it is for. */
public interface Undocumented {}
