package io.wattledger.pricing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.pricing.tariff.PublishingStep;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What somebody did to a tariff version, as a row that never changes. */
@Entity
@Table(name = "tariff_step")
public class TariffStepRow extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "step_id")
    public @Nullable Long stepId;

    @Column(name = "tariff_id")
    public String tariffId;

    @Column(name = "valid_from")
    public LocalDate validFrom;

    @Column
    public String components;

    @Column
    public String action;

    @Column
    public String person;

    @Column(name = "done_at")
    public Instant doneAt;

    @Column(name = "draft_id")
    public @Nullable String draftId;

    /** The row of a step. */
    static TariffStepRow of(PublishingStep step) {
        TariffStepRow row = new TariffStepRow();
        row.tariffId = step.tariff();
        row.validFrom = step.version().validFrom();
        row.components = TariffVersionRow.componentsOf(step.version());
        row.action = step.action().name();
        row.person = step.person();
        row.doneAt = step.at();
        row.draftId = step.draft();
        return row;
    }

    /** The step of this row. */
    PublishingStep toStep() {
        return new PublishingStep(
                tariffId,
                TariffVersionRow.versionOf(validFrom, components),
                PublishingStep.Action.valueOf(action),
                person,
                doneAt,
                draftId);
    }
}
