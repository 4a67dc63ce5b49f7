package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Resolution;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.ZoneId;

/** A price series as a row. */
@Entity
@Table(name = "price_series")
public class PriceSeriesRow extends PanacheEntityBase {

    @Id
    @Column(name = "series_id")
    public String seriesId;

    @Column
    public String zone;

    @Column
    public String auction;

    @Column
    public String resolution;

    @Column
    public String currency;

    @Column
    public String unit;

    @Column
    public String publisher;

    @Column(name = "time_zone")
    public String timeZone;

    /** Takes over everything. */
    void setFrom(PriceSeries series) {
        seriesId = series.id();
        zone = series.zone();
        auction = series.auction();
        resolution = series.resolution().name();
        currency = series.currency();
        unit = series.unit().symbol();
        publisher = series.publisher();
        timeZone = series.timeZone().getId();
    }

    /** The series of this row. */
    PriceSeries toSeries() {
        return new PriceSeries(
                seriesId,
                zone,
                auction,
                Resolution.valueOf(resolution),
                currency,
                EnergyUnit.ofSymbol(unit).orElseThrow(),
                publisher,
                ZoneId.of(timeZone));
    }
}
