package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.catalog.CatalogForm.PriceFeedForm;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A price feed as a row; since when it is there, the database notes by itself. */
@Entity
@Table(name = "price_feed")
public class PriceFeedRow extends PanacheEntityBase {

    @Id
    @Column(name = "feed_id")
    public String feedId;

    @Column
    public String form;

    /** Takes over everything. */
    void setFrom(PriceFeedForm feed) {
        feedId = feed.id();
        form = JsonText.write(feed);
    }

    /** The feed as it was written. */
    PriceFeedForm toForm() {
        return JsonText.read(form, PriceFeedForm.class);
    }
}
