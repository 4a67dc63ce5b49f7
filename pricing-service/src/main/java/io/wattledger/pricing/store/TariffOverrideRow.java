package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.TariffOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is negotiated with a tenant as a row; only those of the tenants of the transaction can be seen. */
@Entity
@Table(name = "tariff_override")
public class TariffOverrideRow extends PanacheEntityBase {

    @EmbeddedId
    public Key key;

    @Column
    public @Nullable String contract;

    @Column(name = "tariff_id")
    public String tariffId;

    @Column(name = "valid_from")
    public Instant validFrom;

    @Column(name = "valid_to")
    public @Nullable Instant validTo;

    @Column
    public String components;

    @Column(name = "used_since")
    public @Nullable Instant usedSince;

    /** Names an override. */
    @Embeddable
    public record Key(
            @Column(name = "tenant_id") String tenantId,
            @Column(name = "override_id") String overrideId) {}

    /** Takes over everything but the key and the mark of use. */
    void setFrom(TariffOverride override) {
        contract = override.contract();
        tariffId = override.tariff();
        validFrom = override.validFrom();
        validTo = override.validTo();
        components = JsonText.write(override.components().toArray(Component[]::new));
    }

    /** The override of this row. */
    TariffOverride toOverride() {
        return new TariffOverride(
                key.overrideId(),
                key.tenantId(),
                contract,
                tariffId,
                validFrom,
                validTo,
                List.of(JsonText.read(components, Component[].class)));
    }
}
