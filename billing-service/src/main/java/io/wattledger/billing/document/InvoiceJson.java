package io.wattledger.billing.document;

import io.wattledger.billing.focus.FocusUnits;
import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.CreditGround;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.EmissionFactor;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceGroup;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.ProjectFiling;
import io.wattledger.billing.invoice.References;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.invoice.TaxCurrencyTotal;
import io.wattledger.billing.tax.VatGround;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.WireJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an invoice as JSON: money as {@code {"amount":"1234.50","currency":"NOK"}}, every decimal a string, dates and
 * instants as RFC 3339. The shape is documented in {@code docs/documents.md}; members are only ever added to it.
 */
public final class InvoiceJson {

    /** Value of the member {@code format}. */
    public static final String FORMAT = "wattledger-invoice.v1";

    private InvoiceJson() {}

    /** The document in UTF-8. */
    public static byte[] write(Invoice invoice) {
        return WireJson.write(document(invoice));
    }

    private static Document document(Invoice invoice) {
        var heading = invoice.heading();
        var period = heading.period();
        return new Document(
                FORMAT,
                heading.number(),
                heading.issueDate(),
                heading.dueDate(),
                new Period(
                        period.firstDay(),
                        period.lastDay(),
                        period.timeZone().getId(),
                        period.start(),
                        period.end(),
                        period.group()),
                heading.currency(),
                heading.type().name(),
                credits(heading.credited(), Words.of(invoice.buyer().language())),
                invoice.paymentReference(),
                invoice.seller(),
                invoice.buyer(),
                invoice.references(),
                invoice.lines().stream()
                        .map(line -> line(line, period.filing(line.item().project())))
                        .toList(),
                invoice.vatBreakdown().stream()
                        .map(subtotal -> new VatSubtotal(
                                vat(subtotal.vat()),
                                subtotal.taxable(),
                                subtotal.tax(),
                                subtotal.vat().ground()))
                        .toList(),
                new Totals(
                        invoice.totals().lines(),
                        invoice.totals().withoutVat(),
                        invoice.totals().vat(),
                        invoice.totals().withVat(),
                        invoice.totals().payable(),
                        invoice.totals().allowances(),
                        invoice.totals().inTaxCurrency(),
                        invoice.totals().prepaid()),
                invoice.allowances().isEmpty()
                        ? null
                        : invoice.allowances().stream()
                                .map(entry -> new DocumentAllowance(entry.allowance(), vat(entry.vat())))
                                .toList(),
                invoice.totals().money());
    }

    private static @Nullable Credits credits(@Nullable CreditedInvoice credited, Words words) {
        if (credited == null) {
            return null;
        }
        CreditGround ground = credited.ground();
        String cause = HeaderTerms.cause(credited, words);
        return new Credits(
                credited.number(),
                credited.issueDate(),
                ground == null || cause == null
                        ? null
                        : new Ground(ground.cause().name(), ground.month(), cause, ground.statement()));
    }

    private static Line line(InvoiceLine line, ProjectFiling filing) {
        var item = line.item();
        var facts = line.facts();
        return new Line(
                line.number(),
                new Item(
                        item.kind().name(),
                        item.description(),
                        item.project(),
                        item.site(),
                        item.siteName(),
                        item.sku(),
                        item.skuName(),
                        item.component(),
                        filing.costCentre(),
                        filing.usedBy()),
                new Charged(line.chargePeriod().start(), line.chargePeriod().end()),
                new Quantity(
                        line.quantity().unit().name(),
                        line.quantity().invoiced(),
                        line.quantity().exact(),
                        line.quantity().invoicedUnitPrice(),
                        line.quantity().averageUnitPrice()),
                line.amount().net(),
                line.amount().unrounded(),
                line.amount().allowances().isEmpty() ? null : line.amount().allowances(),
                vat(line.vat()),
                new Facts(
                        FocusUnits.gpuSeconds(facts),
                        facts.itKilowattHours(),
                        facts.estimatedKilowattHours(),
                        facts.facilityKilowattHours(),
                        facts.kilogramsCo2e(),
                        facts.emission(),
                        facts.estimatedTime() == 0 ? null : FocusUnits.estimatedGpuSeconds(facts),
                        facts.standIns() == 0 ? null : facts.standInKilowattHours()),
                new Origin(
                        line.provenance().tariff(),
                        line.provenance().tariffVersions(),
                        line.provenance().charges(),
                        line.provenance().priceDocuments(),
                        line.provenance().corrects()));
    }

    private static Vat vat(VatTreatment vat) {
        return new Vat(
                vat.category().name(),
                vat.category().words(),
                vat.ratePercent(),
                vat.exemptionCode(),
                vat.exemptionReason());
    }

    // The records below are the shape; their components are the members, in this order.

    private record Document(
            String format,
            String number,
            LocalDate issueDate,
            LocalDate dueDate,
            Period period,
            Currency currency,
            String type,
            @Nullable Credits credits,
            String paymentReference,
            Seller seller,
            Buyer buyer,
            References references,
            List<Line> lines,
            List<VatSubtotal> vatBreakdown,
            Totals totals,
            @Nullable List<DocumentAllowance> allowances,
            @Nullable ContractMoney contractMoney) {}

    private record Credits(
            String number, LocalDate issueDate, @Nullable Ground ground) {}

    private record Ground(
            String cause,
            @Nullable YearMonth month,
            String words,
            @Nullable String statement) {}

    private record DocumentAllowance(Allowance allowance, Vat vat) {}

    private record Period(
            LocalDate firstDate,
            LocalDate lastDate,
            String timeZone,
            Instant startAt,
            Instant endAt,
            @Nullable InvoiceGroup group) {}

    private record Line(
            int number,
            Item item,
            Charged chargePeriod,
            Quantity quantity,
            Money net,
            BigDecimal unroundedAmount,
            @Nullable List<Allowance> allowances,
            Vat vat,
            Facts facts,
            Origin computedFrom) {}

    private record Item(
            String kind,
            String description,
            String project,
            String site,
            String siteName,
            String sku,
            String skuName,
            String component,
            @Nullable String costCentre,
            @Nullable String usedBy) {}

    private record Charged(Instant startAt, Instant endAt) {}

    private record Quantity(
            String unit,
            BigDecimal invoiced,
            BigDecimal exact,
            BigDecimal unitPrice,
            @Nullable BigDecimal averageUnitPrice) {}

    private record Facts(
            BigDecimal gpuSeconds,
            BigDecimal itKwh,
            BigDecimal estimatedItKwh,
            BigDecimal facilityKwh,
            @Nullable BigDecimal kilogramsCo2e,
            @Nullable EmissionFactor emission,
            @Nullable BigDecimal estimatedGpuSeconds,
            @Nullable BigDecimal standInKwh) {}

    private record Origin(
            String tariff,
            List<LocalDate> tariffVersions,
            int charges,
            List<String> priceDocuments,
            @Nullable CorrectedLine corrects) {}

    private record Vat(
            String category,
            String words,
            BigDecimal ratePercent,
            @Nullable String exemptionCode,
            @Nullable String exemptionReason) {}

    private record VatSubtotal(
            Vat vat, Money taxable, Money tax, @Nullable VatGround ground) {}

    private record Totals(
            Money lines,
            Money withoutVat,
            Money vat,
            Money withVat,
            Money payable,
            @Nullable Money allowances,
            @Nullable TaxCurrencyTotal vatInTaxCurrency,
            @Nullable Money prepaid) {}
}
