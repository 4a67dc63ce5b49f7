package io.wattledger.chassis.testing.broken.flow;

/** Breaks the rule of eight parameters. */
public final class TakesNineParameters {

    private final String all;

    TakesNineParameters(String a, String b, String c, String d, String e, String f, String g, String h, String i) {
        all = a + b + c + d + e + f + g + h + i;
    }

    @Override
    public String toString() {
        return all;
    }
}
