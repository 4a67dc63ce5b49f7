package io.wattledger.pricing.catalog;

import io.wattledger.pricing.catalog.CatalogForm.TariffForm;
import io.wattledger.pricing.catalog.CatalogForm.VersionForm;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns a written tariff into the domain: each day from the first version on has exactly one. */
final class TariffReader {

    private final Faults faults;

    TariffReader(Faults faults) {
        this.faults = faults;
    }

    Optional<Tariff> read(TariffForm form, String at) {
        faults.requireCurrency(form.currency(), at + "/currency");
        Map<LocalDate, TariffVersion> versions = new TreeMap<>();
        for (int number = 0; number < form.versions().size(); number++) {
            VersionForm version = form.versions().get(number);
            String place = at + "/versions/" + number;
            if (versions.containsKey(version.validFrom())) {
                faults.add(
                        CatalogRule.TARIFF_OVERLAP,
                        place + "/validFrom",
                        "there are two versions from " + version.validFrom());
            } else {
                faults.requireComponents(version.components(), place + "/components");
                versions.put(version.validFrom(), new TariffVersion(version.validFrom(), version.components()));
            }
        }
        if (versions.isEmpty()) {
            faults.add(at + "/versions", "there is no version");
        }
        ends(form.versions(), at + "/versions");
        return Optional.of(new Tariff(form.id(), form.name(), form.currency(), List.copyOf(versions.values())));
    }

    /** A version holds until the next one begins; one that says when it ends must say just that. */
    private void ends(List<VersionForm> written, String at) {
        List<LocalDate> starts = written.stream()
                .map(VersionForm::validFrom)
                .sorted(Comparator.naturalOrder())
                .toList();
        for (int number = 0; number < written.size(); number++) {
            LocalDate start = written.get(number).validFrom();
            LocalDate end = written.get(number).validTo();
            if (end == null) {
                continue;
            }
            String place = at + "/" + number + "/validTo";
            Optional<LocalDate> next =
                    starts.stream().filter(one -> one.isAfter(start)).findFirst();
            if (!end.isAfter(start)) {
                faults.add(place, end + " is not after validFrom, " + start);
            } else if (next.isEmpty()) {
                faults.add(
                        CatalogRule.TARIFF_GAP,
                        place,
                        "from " + end + " no version holds; leave validTo out, or add the version that begins then");
            } else if (end.isBefore(next.get())) {
                faults.add(
                        CatalogRule.TARIFF_GAP,
                        place,
                        "from " + end + " to " + next.get() + " no version holds; validTo must be " + next.get()
                                + ", the first day of the next one");
            } else if (end.isAfter(next.get())) {
                faults.add(
                        CatalogRule.TARIFF_OVERLAP,
                        place,
                        "from " + next.get() + " to " + end + " two versions would hold; validTo must be " + next.get()
                                + ", the first day of the next one");
            }
        }
    }
}
