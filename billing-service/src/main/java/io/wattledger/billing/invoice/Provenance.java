package io.wattledger.billing.invoice;

import java.time.LocalDate;
import java.util.List;

/**
 * From what a line was computed, so that it can be computed again.
 *
 * @param tariff id of the tariff
 * @param tariffVersions start dates of the tariff versions used, sorted
 * @param priceDocuments SHA-256 (hex) of the price documents used, sorted
 * @param charges how many rated charges were added up
 */
public record Provenance(String tariff, List<LocalDate> tariffVersions, List<String> priceDocuments, int charges) {

    /** Copies the lists. */
    public Provenance {
        tariffVersions = List.copyOf(tariffVersions);
        priceDocuments = List.copyOf(priceDocuments);
    }
}
