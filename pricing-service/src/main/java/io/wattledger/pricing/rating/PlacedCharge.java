package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.tariff.Component;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes charges that are not about energy. */
final class PlacedCharge {

    private PlacedCharge() {}

    /** A charge of a month that falls to a place. */
    static ProjectCharge at(
            Place place,
            Component component,
            @Nullable String part,
            ChargeKind kind,
            Measured measured,
            BigDecimal amount) {
        return new ProjectCharge(
                place.project(),
                charge(component, part, kind, idOrNone(place.site()), idOrNone(place.sku()), measured, amount));
    }

    /** A charge in the record of a day. */
    static Charge ofDay(
            Component component, @Nullable String part, ChargeKind kind, Measured measured, BigDecimal amount) {
        return charge(component, part, kind, null, null, measured, amount);
    }

    /**
     * How much of what.
     *
     * @param quantity in {@code unit}
     * @param unit the unit
     * @param unitPrice price per unit; absent where there is no single one
     */
    record Measured(
            BigDecimal quantity, ChargeUnit unit, @Nullable BigDecimal unitPrice) {

        /** GPU-hours at a price. */
        static Measured gpuHours(BigDecimal hours, @Nullable BigDecimal price) {
            return new Measured(hours, ChargeUnit.GPU_HOUR, price);
        }
    }

    private static Charge charge(
            Component component,
            @Nullable String part,
            ChargeKind kind,
            @Nullable String site,
            @Nullable String sku,
            Measured measured,
            BigDecimal amount) {
        BigDecimal unitPrice = measured.unitPrice();
        return new Charge(
                component.id(),
                part,
                kind,
                component.description(),
                site,
                sku,
                Exact.normal(measured.quantity()),
                measured.unit(),
                unitPrice == null ? null : Exact.normal(unitPrice),
                Exact.normal(amount),
                0,
                0,
                List.of());
    }

    private static @Nullable String idOrNone(String id) {
        return id.equals(RatedUsage.ALL) ? null : id;
    }
}
