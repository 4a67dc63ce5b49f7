package io.wattledger.billing.contract;

/** How often a committed amount has to be reached. */
public enum CommitmentInterval {
    /** In each month. */
    MONTH(1),
    /** In each three months, counted from the first. */
    QUARTER(3),
    /** In each twelve months, counted from the first. */
    YEAR(12),
    /** Once over all months. */
    TERM(0);

    private final int months;

    CommitmentInterval(int months) {
        this.months = months;
    }

    /** How many months one interval has, of {@code all}. */
    int months(int all) {
        return this == TERM ? all : months;
    }
}
