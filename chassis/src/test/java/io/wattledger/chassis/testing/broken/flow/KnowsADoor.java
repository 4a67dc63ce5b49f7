package io.wattledger.chassis.testing.broken.flow;

import io.wattledger.chassis.testing.broken.kafka.Listener;
import io.wattledger.chassis.testing.broken.pure.TurnsInACircle;

/** Breaks the rule that flow does not know the doors. */
public record KnowsADoor(TurnsInACircle decision, Listener listener) {}
