package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;

/**
 * A percentage of the charges of other components. Since it is linear, it is taken from the charges of a day in the record
 * of the day and from those of a month in the record of the month, and the sum is that of the whole.
 */
public sealed interface PercentComponent extends DayComponent, MonthComponent permits MarkUp, Support {

    /** Ids of the components that make the base; at least one, all before this one in the version. */
    List<String> components();

    /** Per cent of the base; 0 or more. */
    BigDecimal percent();

    @Override
    default boolean dueByMonth() {
        return false;
    }

    @Override
    default void check(Flaws flaws) {
        Bases.check(components(), flaws);
        flaws.negative("/percent", percent());
    }

    @Override
    default List<Mention> mentions() {
        return Bases.mentions(components());
    }
}
