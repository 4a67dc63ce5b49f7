package io.wattledger.chassis.testing.broken.pure;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Breaks the rule for pure rooms: it is laid out for a JSON library. */
public record KnowsAFramework(@JsonProperty("watts") long watts) {}
