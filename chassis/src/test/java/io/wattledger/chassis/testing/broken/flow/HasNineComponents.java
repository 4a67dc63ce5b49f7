package io.wattledger.chassis.testing.broken.flow;

/** Breaks the rule of eight components, which a record outside the doors must keep. */
public record HasNineComponents(
        String a, String b, String c, String d, String e, String f, String g, String h, String i) {}
