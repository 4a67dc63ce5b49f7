package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;

/**
 * A percentage of a named base for support: a fee of its own, whatever the base is made of. What is not named is not in it.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param components ids of the components that make the base; at least one, all before this one
 * @param percent per cent of the base; 0 or more
 */
public record Support(String id, String description, List<String> components, BigDecimal percent)
        implements PercentComponent {

    /** Copies the list. */
    public Support {
        components = List.copyOf(components);
    }
}
