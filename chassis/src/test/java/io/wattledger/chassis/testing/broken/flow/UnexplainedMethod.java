package io.wattledger.chassis.testing.broken.flow;

/** Breaks the rule that public methods are explained. */
public final class UnexplainedMethod {

    public long watts() {
        return 0;
    }
}
