package io.wattledger.billing.contract;

import io.wattledger.billing.invoice.DocumentFormat;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * By what the buyer files invoices of a contract; at least one of the first two is needed for Peppol (R003).
 *
 * @param buyerReference BT-10; the Leitweg-ID for a German authority
 * @param orderReference BT-13
 * @param contractReference the buyer's name of the contract (BT-12)
 * @param documents in which electronic documents the buyer gets invoices; absent for those usual in its country
 * @param customerNumber by which the seller's bank knows the buyer: digits, part of a KID
 * @param costCentres where the buyer books single projects, in order of the month from which each holds; absent where it says
 *     nothing
 */
public record ContractReferences(
        @Nullable String buyerReference,
        @Nullable String orderReference,
        @Nullable String contractReference,
        @Nullable List<DocumentFormat> documents,
        @Nullable String customerNumber,
        @Nullable List<CostCentre> costCentres) {

    /** Puts cost centres in order; none are absent. */
    public ContractReferences {
        costCentres = costCentres == null || costCentres.isEmpty()
                ? null
                : costCentres.stream()
                        .sorted(Comparator.comparing(CostCentre::from).thenComparing(CostCentre::project))
                        .toList();
    }

    /** References of a buyer who gets what is usual. */
    public ContractReferences(
            @Nullable String buyerReference, @Nullable String orderReference, @Nullable String contractReference) {
        this(buyerReference, orderReference, contractReference, null, null, null);
    }

    /** Where the buyer books single projects, in order of the month from which each entry holds. */
    @Override
    public List<CostCentre> costCentres() {
        return costCentres == null ? List.of() : costCentres;
    }

    /** The cost centres of a month by project: of each project what its newest entry says. */
    public SortedMap<String, String> costCentres(YearMonth month) {
        SortedMap<String, String> byProject = new TreeMap<>();
        for (CostCentre entry : costCentres()) {
            if (!entry.from().isAfter(month)) {
                if (entry.costCentre() == null) {
                    byProject.remove(entry.project());
                } else {
                    byProject.put(entry.project(), entry.costCentre());
                }
            }
        }
        return byProject;
    }
}
