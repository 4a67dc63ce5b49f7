package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;

/**
 * The least that named components come to in a billing month; what they fall short of it is a charge of its own. A part of
 * a month counts by its days.
 *
 * @param id id inside its version
 * @param description words for an invoice line
 * @param components ids of the components whose charges count; at least one, all before this one
 * @param amountPerMonth in the currency of the tariff; 0 or more
 */
public record MinimumCharge(String id, String description, List<String> components, BigDecimal amountPerMonth)
        implements MonthComponent {

    /** Copies the list. */
    public MinimumCharge {
        components = List.copyOf(components);
    }

    @Override
    public void check(Flaws flaws) {
        Bases.check(components, flaws);
        flaws.negative("/amountPerMonth", amountPerMonth);
    }

    @Override
    public List<Mention> mentions() {
        return Bases.mentions(components);
    }
}
