package io.wattledger.contracts.vocabulary;

import java.util.Comparator;

/**
 * Whose usage of what: the series to which a slot, a rated window and an invoice line belong.
 *
 * @param tenant the customer whose token or gateway named it; leads every key in every store
 * @param project the tenant's own subdivision; {@value #NO_PROJECT} where it has none
 * @param site where the GPUs stand
 * @param sku what is rented
 */
public record UsageKey(String tenant, String project, String site, String sku) implements Comparable<UsageKey> {

    /** The project of usage that was reported without one. */
    public static final String NO_PROJECT = "default";

    private static final Comparator<UsageKey> ORDER = Comparator.comparing(UsageKey::tenant)
            .thenComparing(UsageKey::project)
            .thenComparing(UsageKey::site)
            .thenComparing(UsageKey::sku);

    /** Refuses blank parts. */
    public UsageKey {
        requireText(tenant, "tenant");
        requireText(project, "project");
        requireText(site, "site");
        requireText(sku, "sku");
    }

    @Override
    public int compareTo(UsageKey other) {
        return ORDER.compare(this, other);
    }

    private static void requireText(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is blank");
        }
    }
}
