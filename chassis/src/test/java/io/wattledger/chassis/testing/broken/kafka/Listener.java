package io.wattledger.chassis.testing.broken.kafka;

/** A door. */
public interface Listener {}
