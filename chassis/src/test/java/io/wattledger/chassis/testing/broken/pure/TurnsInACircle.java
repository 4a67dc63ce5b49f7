package io.wattledger.chassis.testing.broken.pure;

import io.wattledger.chassis.testing.broken.flow.KnowsADoor;

/** Breaks the rule against circles: flow knows this room, and it knows flow. */
public record TurnsInACircle(Class<KnowsADoor> way) {}
