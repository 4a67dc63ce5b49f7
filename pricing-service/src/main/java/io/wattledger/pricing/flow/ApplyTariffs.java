package io.wattledger.pricing.flow;

import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.pricing.catalog.CatalogForm;
import io.wattledger.pricing.ops.PricingConfig;
import io.wattledger.pricing.ops.PricingConfig.FourEyes;
import io.wattledger.pricing.tariff.PublishingStep;
import io.wattledger.pricing.tariff.PublishingStep.Action;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the tariffs of a catalog, where an installation lets one person change prices. */
@ApplicationScoped
public class ApplyTariffs {

    private final PutTariffInForce putInForce;
    private final TariffDrafts drafts;
    private final PricingConfig config;
    private final Clock clock;

    ApplyTariffs(PutTariffInForce putInForce, TariffDrafts drafts, PricingConfig config, Clock clock) {
        this.putInForce = putInForce;
        this.drafts = drafts;
        this.config = config;
        this.clock = clock;
    }

    /** Refuses new and changed tariffs where two persons are needed. */
    public void refuseWithoutSecondPerson(CatalogForm form, List<Tariff> differing) {
        if (config.fourEyes() == FourEyes.OFF || differing.isEmpty()) {
            return;
        }
        throw new Refusal(
                PricingProblem.TARIFF_NEEDS_DRAFT,
                "tariffs take two persons here (wattledger.pricing.four-eyes=on); nothing was stored",
                differing.stream()
                        .map(tariff -> new FieldError(
                                CatalogPlaces.tariff(form, tariff.id()),
                                "tariff " + tariff.id() + " differs from what holds; draft the version with POST"
                                        + " /tariff-drafts and have somebody else approve it"))
                        .toList());
    }

    /** Stores a tariff, and who did it. */
    public void apply(Connection connection, @Nullable Tariff old, Tariff tariff, String person) throws SQLException {
        putInForce.put(connection, old, tariff);
        Instant now = clock.instant();
        List<TariffVersion> before = old == null ? List.of() : old.versions();
        for (TariffVersion version : before) {
            boolean isGone =
                    tariff.versions().stream().noneMatch(one -> one.validFrom().equals(version.validFrom()));
            if (isGone) {
                drafts.note(new PublishingStep(tariff.id(), version, Action.REMOVED, person, now, null));
            }
        }
        for (TariffVersion version : tariff.versions()) {
            if (!before.contains(version)) {
                drafts.note(new PublishingStep(tariff.id(), version, Action.APPLIED, person, now, null));
            }
        }
    }
}
