package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;

/**
 * GPU-hours by the package: each one that is begun in a billing month costs its whole price. They are counted from the
 * start of the month, also across a change of version.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param scope what is counted and priced
 * @param gpuHoursPerPackage how much is in one; above 0
 * @param pricePerPackage in the currency of the tariff; 0 or more
 */
public record Packages(
        String id, String description, CountedTime scope, BigDecimal gpuHoursPerPackage, BigDecimal pricePerPackage)
        implements MonthComponent, GpuTimeComponent {

    @Override
    public boolean prices(String sku, String site) {
        return scope.contains(sku, site);
    }

    @Override
    public void check(Flaws flaws) {
        scope.check(flaws.at("/scope"));
        flaws.notPositive("/gpuHoursPerPackage", gpuHoursPerPackage);
        flaws.negative("/pricePerPackage", pricePerPackage);
    }

    @Override
    public List<Mention> mentions() {
        return scope.mentions("/scope");
    }
}
