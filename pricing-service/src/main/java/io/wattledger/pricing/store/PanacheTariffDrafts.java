package io.wattledger.pricing.store;

import io.wattledger.pricing.flow.TariffDrafts;
import io.wattledger.pricing.tariff.PublishingStep;
import io.wattledger.pricing.tariff.TariffDraft;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Keeps drafts and steps through Hibernate. */
@ApplicationScoped
public class PanacheTariffDrafts implements TariffDrafts {

    @Override
    public Optional<TariffDraft> find(String id) {
        return TariffDraftRow.<TariffDraftRow>findByIdOptional(id).map(TariffDraftRow::toDraft);
    }

    @Override
    public List<TariffDraft> all() {
        return TariffDraftRow.<TariffDraftRow>list("order by draftedAt, draftId").stream()
                .map(TariffDraftRow::toDraft)
                .toList();
    }

    @Override
    public void add(TariffDraft draft) {
        TariffDraftRow.of(draft).persist();
    }

    @Override
    public void remove(String id) {
        TariffDraftRow.deleteById(id);
    }

    @Override
    public void note(PublishingStep step) {
        TariffStepRow.of(step).persist();
    }

    @Override
    public List<PublishingStep> stepsOf(String tariff) {
        return TariffStepRow.<TariffStepRow>list("tariffId = ?1 order by stepId", tariff).stream()
                .map(TariffStepRow::toStep)
                .toList();
    }
}
