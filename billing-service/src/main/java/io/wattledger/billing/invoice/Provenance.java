package io.wattledger.billing.invoice;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From what a line was computed, so that it can be computed again.
 *
 * @param tariff id of the tariff
 * @param tariffVersions start dates of the tariff versions used, sorted
 * @param priceDocuments SHA-256 (hex) of the price documents used, sorted
 * @param charges how many rated charges were added up
 * @param part which part of the tariff component, for example a tier; absent where it has only one
 * @param corrects the line of an earlier invoice that this line corrects or takes back; absent on all others
 */
public record Provenance(
        String tariff,
        List<LocalDate> tariffVersions,
        List<String> priceDocuments,
        int charges,
        @Nullable String part,
        @Nullable CorrectedLine corrects) {

    /** Copies the lists. */
    public Provenance {
        tariffVersions = List.copyOf(tariffVersions);
        priceDocuments = List.copyOf(priceDocuments);
    }

    /** Where a line comes from that corrects no other and bills a component without parts. */
    public Provenance(String tariff, List<LocalDate> tariffVersions, List<String> priceDocuments, int charges) {
        this(tariff, tariffVersions, priceDocuments, charges, null, null);
    }

    /** The same origin of a line that corrects another. */
    public Provenance correcting(CorrectedLine line) {
        return new Provenance(tariff, tariffVersions, priceDocuments, charges, part, line);
    }
}
