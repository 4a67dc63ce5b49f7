package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.RatedUsage;
import java.util.SortedSet;
import java.util.TreeSet;

/** Collects the sites and SKUs of rated usage, whose names and factors an invoice of it can need. */
public final class NamedIds {

    private final SortedSet<String> ids = new TreeSet<>();

    /** Adds those of a record and of its charges. */
    public void add(RatedUsage usage) {
        ids.add(usage.site());
        ids.add(usage.sku());
        usage.charges().forEach(charge -> {
            if (charge.site() != null) {
                ids.add(charge.site());
            }
            if (charge.sku() != null) {
                ids.add(charge.sku());
            }
        });
    }

    void clear() {
        ids.clear();
    }

    /** All that were added, in order. */
    public SortedSet<String> ids() {
        return new TreeSet<>(ids);
    }
}
