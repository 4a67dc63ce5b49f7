package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of the energy of a site that a component prices.
 *
 * @param site where
 * @param sharePercent above 0 and at most 100; absent where it prices all of the energy, beside whatever other components do
 */
public record EnergyPart(String site, @Nullable BigDecimal sharePercent) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** How much of the energy it is, in per cent. */
    public BigDecimal percent() {
        return Objects.requireNonNullElse(sharePercent, HUNDRED);
    }

    /** All of the energy at the sites of {@code entries}. */
    static <E> List<EnergyPart> whole(List<E> entries, Function<E, String> siteOf) {
        return entries.stream()
                .map(one -> new EnergyPart(siteOf.apply(one), null))
                .toList();
    }
}
