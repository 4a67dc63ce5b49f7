package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.UnreadableDocument.Reason;

/** Holds what a document says of itself against the series that it is read for. */
final class SeriesFacts {

    private SeriesFacts() {}

    static void requireZone(String zone, PriceSeries series, Refusing refusing) {
        if (!zone.equals(series.zone())) {
            throw refusing.because("is zone " + zone + ", but series " + series.id() + " is of zone " + series.zone())
                    .as(Reason.OTHER_ZONE);
        }
    }

    static void requireCurrency(String currency, PriceSeries series, Refusing refusing) {
        if (!currency.equals(series.currency())) {
            throw refusing.because(
                            "prices are in " + currency + ", but series " + series.id() + " is in " + series.currency())
                    .as(Reason.OTHER_CURRENCY);
        }
    }

    static void requireUnit(EnergyUnit unit, PriceSeries series, Refusing refusing) {
        if (unit != series.unit()) {
            throw refusing.because("prices are per " + unit.symbol() + ", but series " + series.id() + " is per "
                    + series.unit().symbol());
        }
    }
}
