package io.wattledger.pricing.flow;

import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.tariff.Difference;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffDraft;
import io.wattledger.pricing.tariff.TariffVersion;
import io.wattledger.pricing.tariff.VersionComparison;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A draft beside what holds on its first day now: what the second person reads before approving.
 *
 * @param draft the draft
 * @param against the version that holds on the first day of the draft; absent where none does
 * @param differences member by member
 */
public record DraftReview(TariffDraft draft, @Nullable TariffVersion against, List<Difference> differences) {

    /** Copies the list. */
    public DraftReview {
        differences = List.copyOf(differences);
    }

    static DraftReview of(TariffDraft draft, Catalog stored) {
        Tariff tariff = stored.tariffs().get(draft.tariff());
        TariffVersion against =
                tariff == null ? null : tariff.on(draft.version().validFrom()).orElse(null);
        List<Difference> differences = new ArrayList<>();
        if (tariff == null || !tariff.name().equals(draft.name())) {
            differences.add(new Difference("name of the tariff", tariff == null ? null : tariff.name(), draft.name()));
        }
        if (tariff == null) {
            differences.add(new Difference("currency of the tariff", null, draft.currency()));
        }
        differences.addAll(VersionComparison.of(against, draft.version()));
        return new DraftReview(draft, against, differences);
    }

    /**
     * Names draft and what it is compared with, so that an approval is of what was read: when another version has taken
     * the place of that one meanwhile, the tag is another.
     */
    public String tag() {
        return Sha256.hex(WireJson.write(this));
    }
}
