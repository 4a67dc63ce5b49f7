package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.tariff.TariffDraft;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;

/** A proposed tariff version as a row. */
@Entity
@Table(name = "tariff_draft")
public class TariffDraftRow extends PanacheEntityBase {

    @Id
    @Column(name = "draft_id")
    public String draftId;

    @Column(name = "tariff_id")
    public String tariffId;

    @Column
    public String name;

    @Column
    public String currency;

    @Column(name = "valid_from")
    public LocalDate validFrom;

    @Column
    public String components;

    @Column
    public String author;

    @Column(name = "drafted_at")
    public Instant draftedAt;

    /** The row of a draft. */
    static TariffDraftRow of(TariffDraft draft) {
        TariffDraftRow row = new TariffDraftRow();
        row.draftId = draft.id();
        row.tariffId = draft.tariff();
        row.name = draft.name();
        row.currency = draft.currency();
        row.validFrom = draft.version().validFrom();
        row.components = TariffVersionRow.componentsOf(draft.version());
        row.author = draft.author();
        row.draftedAt = draft.draftedAt();
        return row;
    }

    /** The draft of this row. */
    TariffDraft toDraft() {
        return new TariffDraft(
                draftId,
                tariffId,
                name,
                currency,
                TariffVersionRow.versionOf(validFrom, components),
                author,
                draftedAt);
    }
}
