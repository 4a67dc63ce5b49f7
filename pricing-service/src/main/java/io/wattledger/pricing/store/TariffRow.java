package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.tariff.Tariff;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A tariff as a row, without its versions. */
@Entity
@Table(name = "tariff")
public class TariffRow extends PanacheEntityBase {

    @Id
    @Column(name = "tariff_id")
    public String tariffId;

    @Column
    public String name;

    @Column
    public String currency;

    /** Takes over everything but the versions, which are rows of their own. */
    void setFrom(Tariff tariff) {
        tariffId = tariff.id();
        name = tariff.name();
        currency = tariff.currency();
    }
}
