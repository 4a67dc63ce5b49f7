package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.TariffVersion;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tariff version as a row; its components are JSON in the form of the catalog. */
@Entity
@Table(name = "tariff_version")
public class TariffVersionRow extends PanacheEntityBase {

    @EmbeddedId
    public Key key;

    @Column
    public String components;

    @Column(name = "used_since")
    public @Nullable Instant usedSince;

    /** Names a version. */
    @Embeddable
    public record Key(
            @Column(name = "tariff_id") String tariffId,
            @Column(name = "valid_from") LocalDate validFrom) {}

    /** The components of a version as they are stored. */
    static String componentsOf(TariffVersion version) {
        // As an array of components, so that each is written with its kind.
        return JsonText.write(version.components().toArray(Component[]::new));
    }

    /** The version whose components are stored so. */
    static TariffVersion versionOf(LocalDate validFrom, String components) {
        return new TariffVersion(validFrom, List.of(JsonText.read(components, Component[].class)));
    }

    /** The version of this row. */
    TariffVersion toVersion() {
        return versionOf(key.validFrom(), components);
    }
}
