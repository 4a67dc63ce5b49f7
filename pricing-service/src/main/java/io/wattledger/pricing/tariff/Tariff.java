package io.wattledger.pricing.tariff;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A price agreement with its versions. A version holds until the next one begins, so there can be neither a gap nor an
 * overlap between two of them.
 *
 * @param id id in the catalog
 * @param name what people call it
 * @param currency ISO 4217 code of its prices and charges
 * @param versions in order of {@code validFrom}, no two of the same day
 */
public record Tariff(String id, String name, String currency, List<TariffVersion> versions) {

    /** Sorts the versions and refuses two that begin on the same day. */
    public Tariff {
        List<TariffVersion> sorted = new ArrayList<>(versions);
        sorted.sort(Comparator.comparing(TariffVersion::validFrom));
        for (int next = 1; next < sorted.size(); next++) {
            LocalDate day = sorted.get(next).validFrom();
            if (day.equals(sorted.get(next - 1).validFrom())) {
                throw new IllegalArgumentException("tariff " + id + " has two versions from " + day);
            }
        }
        versions = List.copyOf(sorted);
    }

    /** The version that holds on a local day of the site; empty before the first one. */
    public Optional<TariffVersion> on(LocalDate siteDay) {
        return versions.stream()
                .filter(version -> !version.validFrom().isAfter(siteDay))
                .reduce((earlier, later) -> later);
    }
}
