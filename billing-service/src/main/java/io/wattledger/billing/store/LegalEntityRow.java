package io.wattledger.billing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.AccountBook.Recording;
import io.wattledger.contracts.WireJson;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A revision of a legal entity. */
@Entity(name = "LegalEntity")
@Table(name = "legal_entity")
class LegalEntityRow extends PanacheEntityBase {

    @EmbeddedId
    Revision key;

    @Column(name = "definition")
    String definition;

    @Column(name = "recorded_at")
    Instant recordedAt;

    @Column(name = "recorded_by")
    @Nullable
    String recordedBy;

    static List<LegalEntityRow> newest() {
        return list("from LegalEntity e where e.key.revision = "
                + "(select max(o.key.revision) from LegalEntity o where o.key.id = e.key.id) order by e.key.id");
    }

    static List<LegalEntityRow> history(String id) {
        return list("key.id = ?1 order by key.revision desc", id);
    }

    static LegalEntityRow toRow(LegalEntity entity, long revision, Recording recording) {
        LegalEntityRow row = new LegalEntityRow();
        row.key = new Revision(entity.id(), revision);
        row.definition = new String(WireJson.write(entity), StandardCharsets.UTF_8);
        row.recordedAt = recording.at();
        row.recordedBy = recording.by();
        return row;
    }

    LegalEntity fromRow() {
        try {
            return WireJson.read(definition.getBytes(StandardCharsets.UTF_8), LegalEntity.class);
        } catch (IOException e) {
            throw new UncheckedIOException("legal entity " + key + " is stored in a form that cannot be read", e);
        }
    }
}
