package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.site.Availability;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.YearMonth;

/** How available a site was in a month, as a row. */
@Entity
@Table(name = "site_availability")
public class SiteAvailabilityRow extends PanacheEntityBase {

    @EmbeddedId
    public Key key;

    @Column
    public BigDecimal percent;

    /** Names a site and a month. */
    @Embeddable
    public record Key(
            @Column(name = "site_id") String siteId,
            @Column(name = "month") String month) {}

    /** The availability of this row. */
    Availability toAvailability() {
        return new Availability(key.siteId(), YearMonth.parse(key.month()), percent);
    }
}
