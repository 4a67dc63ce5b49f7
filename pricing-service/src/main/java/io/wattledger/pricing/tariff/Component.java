package io.wattledger.pricing.tariff;

import java.util.List;

/**
 * One part of a tariff version. Each kind is a record with a file of its own here, which is also its written form (members
 * as they are named, decimals as texts, {@code kind} from the record's name), and its own price model in {@code rating}.
 */
public sealed interface Component permits DayComponent, MonthComponent {

    /** Id, unique inside its version. */
    String id();

    /** Words for an invoice line, in English. */
    String description();

    /** What it breaks of its own rules; {@code flaws} names the members relative to the component. */
    void check(Flaws flaws);

    /** The price series it reads, each for one site; none unless said otherwise. */
    default List<IndexUse> indexUses() {
        return List.of();
    }

    /** Other things of the catalog that it names; none unless said otherwise. */
    default List<Mention> mentions() {
        return List.of();
    }

    /**
     * The energy that it prices, by site; none unless it is a price of the energy itself, and not a levy, a grid charge or
     * something else beside it.
     */
    default List<EnergyPart> energyParts() {
        return List.of();
    }

    /**
     * Whether it is a price of the energy itself at a site. A site that none of a version's energy prices names has no price
     * for its energy: a gap, not free of charge.
     */
    default boolean pricesEnergyAt(String site) {
        return energyParts().stream().anyMatch(part -> part.site().equals(site));
    }
}
