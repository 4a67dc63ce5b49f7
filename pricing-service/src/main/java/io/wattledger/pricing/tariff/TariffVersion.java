package io.wattledger.pricing.tariff;

import java.time.LocalDate;
import java.util.List;

/**
 * What a tariff is from a day on.
 *
 * @param validFrom first day, from local midnight of the site where the usage is
 * @param components in the order of evaluation, which is also that of the charges
 */
public record TariffVersion(LocalDate validFrom, List<Component> components) {

    /** Copies the list. */
    public TariffVersion {
        components = List.copyOf(components);
    }
}
