package io.wattledger.pricing.evidence;

/** An input by which a record should be rated again is missing or is not what it must be. */
public final class UnusableInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sha256;

    UnusableInput(String sha256, String what) {
        super("input " + sha256 + " " + what);
        this.sha256 = sha256;
    }

    /** Hash by which the input is named. */
    public String sha256() {
        return sha256;
    }
}
