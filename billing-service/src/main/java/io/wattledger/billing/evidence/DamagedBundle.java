package io.wattledger.billing.evidence;

import java.util.List;

/** A bundle is not as it was written. */
public final class DamagedBundle extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    /** Damage in words, one sentence each, naming the parts. */
    public DamagedBundle(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** What is wrong. */
    public List<String> faults() {
        return faults;
    }
}
