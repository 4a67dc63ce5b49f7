package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;

/**
 * A percentage on top of the prices of other components; each part of it is charged as what it is on top of, so that a mark-up
 * on GPU time is GPU time and one on energy is energy.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param components ids of the components that make the base; at least one, all before this one
 * @param percent per cent of the base; 0 or more
 */
public record MarkUp(String id, String description, List<String> components, BigDecimal percent)
        implements PercentComponent {

    /** Copies the list. */
    public MarkUp {
        components = List.copyOf(components);
    }
}
