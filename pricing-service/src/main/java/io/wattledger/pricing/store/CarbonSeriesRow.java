package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.Resolution;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.ZoneId;

/** A carbon series as a row. */
@Entity
@Table(name = "carbon_series")
public class CarbonSeriesRow extends PanacheEntityBase {

    @Id
    @Column(name = "series_id")
    public String seriesId;

    @Column
    public String zone;

    @Column
    public String resolution;

    @Column
    public String publisher;

    @Column(name = "time_zone")
    public String timeZone;

    /** Takes over everything. */
    void setFrom(CarbonSeries series) {
        seriesId = series.id();
        zone = series.zone();
        resolution = series.resolution().name();
        publisher = series.publisher();
        timeZone = series.timeZone().getId();
    }

    /** The series of this row. */
    CarbonSeries toSeries() {
        return new CarbonSeries(seriesId, zone, Resolution.valueOf(resolution), publisher, ZoneId.of(timeZone));
    }
}
