package io.wattledger.chassis.tenancy;

/**
 * The sums that a service keeps beside the rows that they are of, and how both are read; its bean is what a {@link Recount}
 * counts.
 */
@FunctionalInterface
public interface KeptSums {

    /**
     * A query that reads the sums as kept and as the rows come to, whose result has the columns
     *
     * <ul>
     *   <li>{@code tenant_id}, {@code figure} and {@code unit}: of whom, what, and in what it is counted;
     *   <li>{@code contract_id} and {@code period_start}: of which of the tenant's charge periods, null where of all;
     *   <li>{@code kept} and {@code counted}: numeric, neither ever null.
     * </ul>
     *
     * <p>{@code %1$s} stands wherever a row is chosen by its {@code tenant_id}.
     */
    String comparison();
}
