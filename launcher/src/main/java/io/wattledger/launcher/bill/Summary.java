package io.wattledger.launcher.bill;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The content of {@code summary.json}; docs/cli.md describes it. Decimals are strings; everything is sorted, so that the
 * same books give the same bytes.
 *
 * @param usage of the catalog's tenants in the asked months
 * @param invoices of them, in order of their numbers
 * @param held contract months without a final invoice, with the reasons
 * @param balance law 8 over the catalog's tenants, all months
 */
@JsonPropertyOrder({"usage", "invoices", "held", "balance"})
public record Summary(Usage usage, List<InvoiceEntry> invoices, List<HeldEntry> held, Books balance) {

    /** Copies the lists. */
    public Summary {
        invoices = List.copyOf(invoices);
        held = List.copyOf(held);
    }

    /**
     * What was used.
     *
     * @param total all of it
     * @param byTenantDay by tenant and UTC day
     * @param bySku by SKU
     * @param bySite by site
     */
    public record Usage(Total total, List<TenantDay> byTenantDay, List<BySku> bySku, List<BySite> bySite) {}

    /**
     * A sum.
     *
     * @param gpuSeconds decimal
     */
    public record Total(String gpuSeconds) {}

    /**
     * Usage of a tenant on a day.
     *
     * @param tenant whose
     * @param day of UTC
     * @param gpuSeconds decimal
     */
    public record TenantDay(String tenant, String day, String gpuSeconds) {}

    /**
     * Usage of a SKU.
     *
     * @param sku id
     * @param gpuSeconds decimal
     */
    public record BySku(String sku, String gpuSeconds) {}

    /**
     * Usage at a site.
     *
     * @param site id
     * @param gpuSeconds decimal
     */
    public record BySite(String site, String gpuSeconds) {}

    /**
     * An invoice or a credit note.
     *
     * @param number in the series of the legal entity
     * @param kind invoice, correction or credit-note, whose amounts are given back
     * @param tenant whom it bills
     * @param legalEntity who issued it
     * @param period billing month
     * @param currency ISO 4217
     * @param amounts its totals
     * @param files names of its files beside the summary
     */
    public record InvoiceEntry(
            String number,
            String kind,
            String tenant,
            String legalEntity,
            String period,
            String currency,
            @com.fasterxml.jackson.annotation.JsonUnwrapped Amounts amounts,
            List<String> files) {

        /** Whether its amounts are given back. */
        public boolean givesBack() {
            return kind.equals("credit-note");
        }

        static InvoiceEntry of(Invoice invoice) {
            return new InvoiceEntry(
                    invoice.number(),
                    invoice.kind(),
                    invoice.tenant(),
                    invoice.legalEntity(),
                    invoice.period(),
                    invoice.currency(),
                    invoice.amounts(),
                    invoice.files());
        }
    }

    /**
     * Totals of an invoice.
     *
     * @param net without VAT
     * @param tax VAT
     * @param payable amount due
     */
    public record Amounts(String net, String tax, String payable) {}

    /**
     * A contract month without a final invoice.
     *
     * @param tenant whose
     * @param contract which
     * @param period billing month
     * @param outcome held, parked or changed-after-issue
     * @param reasons what is missing or wrong
     */
    public record HeldEntry(String tenant, String contract, String period, String outcome, List<String> reasons) {

        static HeldEntry of(PeriodOutcome outcome) {
            return new HeldEntry(
                    outcome.tenant(), outcome.contract(), outcome.period(), outcome.outcome(), outcome.reasons());
        }
    }
}
