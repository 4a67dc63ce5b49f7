package io.wattledger.pricing.catalog;

import io.wattledger.pricing.catalog.CatalogForm.TariffForm;
import io.wattledger.pricing.catalog.CatalogForm.VersionForm;
import io.wattledger.pricing.tariff.Tariff;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes of a proposed version the tariff that it would lead to, by the same rules as a catalog. */
public final class DraftReader {

    private static final String TARIFF = "/tariffs/0";
    private static final String VERSION = TARIFF + "/versions/0";

    private DraftReader() {}

    /**
     * What came of reading.
     *
     * @param tariff the whole tariff as it would be; present where nothing is wrong
     * @param faults what is wrong, with places in the draft
     */
    public record Result(Optional<Tariff> tariff, List<CatalogFault> faults) {

        /** Copies the list. */
        public Result {
            faults = List.copyOf(faults);
        }
    }

    /** Puts the version beside those that are stored, in the place of one that begins on the same day. */
    public static Result read(TariffDraftForm draft, Catalog stored) {
        Tariff old = stored.tariffs().get(draft.tariff());
        List<CatalogFault> faults = new ArrayList<>();
        List<VersionForm> versions = new ArrayList<>(List.of(draft.version()));
        if (old == null) {
            absent(draft.name(), "/name", faults);
            absent(draft.currency(), "/currency", faults);
            if (!faults.isEmpty()) {
                return new Result(Optional.empty(), faults);
            }
        } else {
            if (draft.currency() != null && !draft.currency().equals(old.currency())) {
                faults.add(new CatalogFault(
                        CatalogRule.CURRENCY_MISMATCH,
                        "/currency",
                        draft.currency() + " is not the currency of tariff " + old.id() + ", " + old.currency()
                                + "; a tariff in another currency needs an id of its own"));
            }
            old.versions().stream()
                    .filter(version ->
                            !version.validFrom().equals(draft.version().validFrom()))
                    .map(version -> new VersionForm(version.validFrom(), null, version.components()))
                    .forEach(versions::add);
        }
        TariffForm form = new TariffForm(
                draft.tariff(),
                Objects.requireNonNull(draft.name() == null && old != null ? old.name() : draft.name()),
                Objects.requireNonNull(old == null ? draft.currency() : old.currency()),
                versions);
        CatalogReader.Result read = CatalogReader.read(CatalogForm.ofTariffs(List.of(form)), stored);
        read.faults().stream().map(DraftReader::inDraft).forEach(faults::add);
        return new Result(
                faults.isEmpty() ? Optional.ofNullable(read.catalog().tariffs().get(draft.tariff())) : Optional.empty(),
                faults);
    }

    private static void absent(@Nullable String text, String pointer, List<CatalogFault> faults) {
        if (text == null || text.isBlank()) {
            faults.add(new CatalogFault(CatalogRule.GENERAL, pointer, "is missing; a new tariff needs it"));
        }
    }

    private static CatalogFault inDraft(CatalogFault fault) {
        String pointer = fault.pointer();
        if (pointer.startsWith(VERSION)) {
            pointer = "/version" + pointer.substring(VERSION.length());
        } else if (pointer.equals(TARIFF + "/id")) {
            pointer = "/tariff";
        } else if (pointer.startsWith(TARIFF)) {
            pointer = pointer.substring(TARIFF.length());
        }
        return new CatalogFault(fault.rule(), pointer, fault.detail());
    }
}
