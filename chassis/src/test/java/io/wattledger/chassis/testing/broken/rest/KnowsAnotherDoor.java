package io.wattledger.chassis.testing.broken.rest;

import io.wattledger.chassis.testing.broken.kafka.Listener;

/** Breaks the rule that doors do not know each other. */
public record KnowsAnotherDoor(Listener listener) {}
