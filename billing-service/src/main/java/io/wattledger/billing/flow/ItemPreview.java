package io.wattledger.billing.flow;

import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.billing.tax.TaxDetermination;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run would make of a contract's month: computed, printed and checked as for issue, and without effect.
 *
 * @param outcome code of the outcome it would have
 * @param reasons what is missing or wrong
 * @param documents what would be issued; numbers are given at issue only
 * @param vat why it would be taxed as it would, one entry per category and rate; none in what was stored before it was told
 */
public record ItemPreview(
        String outcome,
        List<HoldReason> reasons,
        List<PreviewedDocument> documents,
        @Nullable List<String> vat) {

    /** Copies the lists. */
    public ItemPreview {
        reasons = List.copyOf(reasons);
        documents = List.copyOf(documents);
        vat = vat == null ? List.of() : List.copyOf(vat);
    }

    /** Why it would be taxed as it would. */
    @Override
    public List<String> vat() {
        return vat == null ? List.of() : vat;
    }

    /**
     * A document that would be issued.
     *
     * @param type what it is
     * @param credits number of the invoice that a credit note takes back; absent on an invoice
     * @param currency ISO 4217
     * @param net total without VAT
     * @param tax VAT total
     * @param payable amount due
     * @param lines how many lines it has
     * @param corrections how many of them correct earlier invoices
     */
    public record PreviewedDocument(
            DocumentType type,
            @Nullable String credits,
            String currency,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal payable,
            int lines,
            int corrections) {}

    static ItemPreview of(PeriodDecision decision) {
        return switch (decision) {
            case PeriodDecision.Conclude conclude ->
                new ItemPreview(conclude.outcome().code(), conclude.outcome().reasons(), List.of(), null);
            case PeriodDecision.Issue issue ->
                new ItemPreview(
                        "issued", List.of(), List.of(previewed(issue.document())), vat(List.of(issue.document())));
            case PeriodDecision.Correct correct ->
                new ItemPreview(
                        "corrected",
                        List.of(),
                        correct.documents().stream().map(ItemPreview::previewed).toList(),
                        vat(correct.documents()));
        };
    }

    private static List<String> vat(List<PlannedDocument> documents) {
        return documents.stream()
                .flatMap(document -> document.invoice().vatBreakdown().stream()
                        .map(entry -> TaxDetermination.explanation(
                                entry.vat(),
                                document.invoice().seller().identity().country())))
                .distinct()
                .toList();
    }

    private static PreviewedDocument previewed(PlannedDocument document) {
        Totals totals = document.invoice().totals();
        CreditedInvoice credited = document.invoice().heading().credited();
        return new PreviewedDocument(
                document.invoice().heading().type(),
                credited == null ? null : credited.number(),
                totals.payable().currency().getCurrencyCode(),
                totals.withoutVat().amount(),
                totals.vat().amount(),
                totals.payable().amount(),
                document.invoice().lines().size(),
                (int) document.invoice().lines().stream()
                        .filter(line -> line.provenance().corrects() != null)
                        .count());
    }
}
