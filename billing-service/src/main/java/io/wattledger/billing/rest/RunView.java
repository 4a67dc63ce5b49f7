package io.wattledger.billing.rest;

import io.wattledger.billing.flow.ItemPreview;
import io.wattledger.billing.flow.ItemPreview.PreviewedDocument;
import io.wattledger.billing.flow.ReadInvoiceRun.RunState;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.flow.RunBook.Progress;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.contracts.WireName;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A run.
 *
 * @param id opaque
 * @param state {@code running}, {@code finished}, {@code previewing}, {@code previewed}, {@code awaiting-approval} or
 *     {@code stopped}
 * @param requestedAt when it was asked for
 * @param requestedBy by whom
 * @param issueDate date of its invoices
 * @param periods billing months
 * @param approvedBy the second person; absent where nobody has approved
 * @param approvedAt when
 * @param stoppedBy who has stopped it; absent where nobody has
 * @param stoppedAt when
 * @param items what has become of each contract's month, in the order in which numbers are given
 */
@Schema(name = "InvoiceRun")
public record RunView(
        String id,
        String state,
        Instant requestedAt,
        String requestedBy,
        LocalDate issueDate,
        List<String> periods,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt,
        @Nullable String stoppedBy,
        @Nullable Instant stoppedAt,
        List<ItemView> items) {

    /**
     * What has become of a contract's month.
     *
     * @param tenant whose
     * @param contract under which contract
     * @param period billing month
     * @param group which of the month's documents; absent where it gets one
     * @param outcome {@code issued}, {@code already-issued}, {@code changed-after-issue}, {@code corrected},
     *     {@code nothing-to-invoice}, {@code invoiced-to}, {@code held} or {@code parked}; absent while it waits
     * @param number of the month's invoice, where there is one
     * @param documents numbers of all that this run has issued for it
     * @param reasons what is missing or wrong
     * @param preview what the run would make of it; absent where it was not previewed
     */
    @Schema(name = "InvoiceRunItem")
    public record ItemView(
            String tenant,
            String contract,
            String period,
            @Nullable String group,
            @Nullable String outcome,
            @Nullable String number,
            List<String> documents,
            List<HoldReason> reasons,
            @Nullable PreviewView preview) {}

    /**
     * What a run would make of a contract's month.
     *
     * @param outcome the outcome it would have
     * @param reasons what is missing or wrong
     * @param documents what would be issued; numbers are given at issue only
     * @param vat why it would be taxed as it would, in English, one entry per category and rate
     */
    @Schema(name = "InvoicePreview")
    public record PreviewView(
            String outcome, List<HoldReason> reasons, List<DocumentView> documents, List<String> vat) {}

    /**
     * A document that would be issued.
     *
     * @param type {@code invoice} or {@code credit-note}
     * @param credits number of the invoice that a credit note takes back; absent on an invoice
     * @param currency of the totals
     * @param net total without VAT
     * @param tax VAT total
     * @param payable amount due
     * @param lines how many lines it has
     * @param corrections how many of them correct earlier invoices
     */
    @Schema(name = "PreviewedDocument")
    public record DocumentView(
            String type,
            @Nullable String credits,
            String currency,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal payable,
            int lines,
            int corrections) {}

    static RunView of(RunState state) {
        Progress progress = state.run().progress();
        return new RunView(
                state.run().id(),
                state.state(),
                state.run().requestedAt(),
                state.run().requestedBy(),
                state.run().issueDate(),
                state.run().periods(),
                progress.approvedBy(),
                progress.approvedAt(),
                progress.stoppedBy(),
                progress.stoppedAt(),
                state.items().stream().map(RunView::toWire).toList());
    }

    private static ItemView toWire(ItemState item) {
        ItemPreview preview = item.preview();
        return new ItemView(
                item.key().tenant(),
                item.key().contract(),
                item.key().month().toString(),
                item.key().group().isEmpty() ? null : item.key().group(),
                item.outcome(),
                item.number(),
                item.documents(),
                item.reasons(),
                preview == null
                        ? null
                        : new PreviewView(
                                preview.outcome(),
                                preview.reasons(),
                                preview.documents().stream()
                                        .map(RunView::toWire)
                                        .toList(),
                                preview.vat()));
    }

    private static DocumentView toWire(PreviewedDocument document) {
        return new DocumentView(
                WireName.of(document.type()),
                document.credits(),
                document.currency(),
                document.net(),
                document.tax(),
                document.payable(),
                document.lines(),
                document.corrections());
    }
}
