package io.wattledger.pricing.flow;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * A billing month of a contract.
 *
 * @param tenant whose contract
 * @param contract its id
 * @param month first day of the billing month, in the contract's billing time zone
 */
public record MonthKey(String tenant, String contract, LocalDate month) implements Comparable<MonthKey> {

    private static final Comparator<MonthKey> ORDER = Comparator.comparing(MonthKey::tenant)
            .thenComparing(MonthKey::contract)
            .thenComparing(MonthKey::month);

    @Override
    public int compareTo(MonthKey other) {
        return ORDER.compare(this, other);
    }
}
