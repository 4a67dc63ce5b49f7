package io.wattledger.chassis.testing.broken.store;

/** Keeps the rule: a row is as wide as its table. */
public record WideRow(String a, String b, String c, String d, String e, String f, String g, String h, String i) {}
