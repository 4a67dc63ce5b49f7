package io.wattledger.chassis.testing.broken.flow;

/** Breaks the rule of short methods. */
public final class GoesOnAndOn {

    /** Sums up, line by line. */
    public long sum(long weight) {
        long total = 0;
        total += weight * 1;
        total += weight * 2;
        total += weight * 3;
        total += weight * 4;
        total += weight * 5;
        total += weight * 6;
        total += weight * 7;
        total += weight * 8;
        total += weight * 9;
        total += weight * 10;
        total += weight * 11;
        total += weight * 12;
        total += weight * 13;
        total += weight * 14;
        total += weight * 15;
        total += weight * 16;
        total += weight * 17;
        total += weight * 18;
        total += weight * 19;
        total += weight * 20;
        total += weight * 21;
        total += weight * 22;
        total += weight * 23;
        total += weight * 24;
        total += weight * 25;
        total += weight * 26;
        total += weight * 27;
        total += weight * 28;
        total += weight * 29;
        total += weight * 30;
        total += weight * 31;
        total += weight * 32;
        total += weight * 33;
        total += weight * 34;
        total += weight * 35;
        total += weight * 36;
        total += weight * 37;
        total += weight * 38;
        total += weight * 39;
        total += weight * 40;
        total += weight * 41;
        total += weight * 42;
        total += weight * 43;
        total += weight * 44;
        total += weight * 45;
        total += weight * 46;
        total += weight * 47;
        total += weight * 48;
        total += weight * 49;
        total += weight * 50;
        total += weight * 51;
        total += weight * 52;
        total += weight * 53;
        total += weight * 54;
        total += weight * 55;
        total += weight * 56;
        total += weight * 57;
        total += weight * 58;
        total += weight * 59;
        return total;
    }
}
