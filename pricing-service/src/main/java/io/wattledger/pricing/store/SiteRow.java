package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.site.PowerUsage;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A site as a row. */
@Entity
@Table(name = "site")
public class SiteRow extends PanacheEntityBase {

    @Id
    @Column(name = "site_id")
    public String siteId;

    @Column
    public String name;

    @Column
    public String country;

    @Column(name = "bidding_zone")
    public String biddingZone;

    @Column(name = "time_zone")
    public String timeZone;

    @Column
    public String state;

    @Column(name = "capacity_kilowatts")
    public @Nullable BigDecimal capacityKilowatts;

    @Column
    public String pue;

    @Column(name = "legal_entity")
    public @Nullable String legalEntity;

    @Column
    public @Nullable String currency;

    /** Tax classes and carbon method. */
    @Column
    public String declared;

    @Column
    public long revision;

    /** Takes over everything but the revision. */
    void setFrom(Site site) {
        siteId = site.id();
        name = site.place().name();
        country = site.place().country();
        biddingZone = site.place().biddingZone();
        timeZone = site.timeZone().getId();
        state = site.state().name();
        capacityKilowatts = site.capacityKilowatts();
        pue = JsonText.write(site.pue());
        legalEntity = site.operator().legalEntity();
        currency = site.operator().currency();
        declared = JsonText.write(site.declared());
    }

    /** The site of this row. */
    Site toSite() {
        return new Site(
                siteId,
                new Site.Place(name, country, biddingZone),
                ZoneId.of(timeZone),
                SiteState.valueOf(state),
                capacityKilowatts,
                Arrays.asList(JsonText.read(pue, PowerUsage[].class)),
                new Site.Operator(legalEntity, currency),
                JsonText.read(declared, Site.Declared.class));
    }
}
