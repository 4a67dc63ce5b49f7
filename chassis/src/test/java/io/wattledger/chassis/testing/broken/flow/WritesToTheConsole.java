package io.wattledger.chassis.testing.broken.flow;

/** Breaks the rule of the console. */
public final class WritesToTheConsole {

    /** Says something nobody collects. */
    public void say() {
        System.out.println("rated");
    }
}
