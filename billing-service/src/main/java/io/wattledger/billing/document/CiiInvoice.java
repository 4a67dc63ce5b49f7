package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.StatedLines;
import io.wattledger.billing.invoice.TaxCurrencyTotal;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Writes an invoice or a credit note as Cross Industry Invoice (UN/CEFACT D16B, which D22B takes unchanged). The same
 * invoice always gives the same bytes.
 */
public final class CiiInvoice {

    /** BG-24 among the referenced documents, by UNTDID 1001. */
    private static final String SUPPORTING_DOCUMENT = "916";

    private final Invoice invoice;
    private final CiiProfile profile;
    private final HeaderTerms terms;
    private final CiiElements cii = new CiiElements();

    private CiiInvoice(Invoice invoice, CiiProfile profile) {
        this.invoice = invoice;
        this.profile = profile;
        this.terms = new HeaderTerms(invoice);
    }

    /** The document in UTF-8. */
    public static byte[] write(Invoice invoice, CiiProfile profile) {
        CiiInvoice document = new CiiInvoice(invoice, profile);
        document.heading();
        document.cii.part("SupplyChainTradeTransaction", () -> {
            CiiLines lines = new CiiLines(document.cii, invoice.heading());
            StatedLines.of(invoice).forEach(line -> lines.line(line, document.terms.costCentre(line)));
            document.agreement();
            document.delivery();
            document.settlement();
        });
        return document.cii.finish();
    }

    private void heading() {
        Heading heading = invoice.heading();
        cii.part(
                "ExchangedDocumentContext",
                () -> cii.nested("BusinessProcessSpecifiedDocumentContextParameter", "ID", UblProfile.BUSINESS_PROCESS)
                        .nested("GuidelineSpecifiedDocumentContextParameter", "ID", profile.specification()));
        cii.part(
                "ExchangedDocument",
                () -> cii.field("ID", heading.number())
                        .field("TypeCode", heading.type().code())
                        .date("IssueDateTime", heading.issueDate())
                        .nested("IncludedNote", "Content", terms.note()));
    }

    private void agreement() {
        CiiParties parties = new CiiParties(cii, terms.outsideScope());
        cii.entity("ApplicableHeaderTradeAgreement", () -> {
            cii.field("BuyerReference", invoice.references().buyerReference());
            parties.seller(invoice.seller());
            parties.buyer(invoice.buyer());
            cii.nested(
                            "BuyerOrderReferencedDocument",
                            "IssuerAssignedID",
                            invoice.references().orderReference())
                    .nested(
                            "ContractReferencedDocument",
                            "IssuerAssignedID",
                            invoice.references().contractReference());
            terms.attachment()
                    .ifPresent(file -> cii.entity(
                            "AdditionalReferencedDocument",
                            () -> cii.field("IssuerAssignedID", file.name())
                                    .field("TypeCode", SUPPORTING_DOCUMENT)
                                    .field("Name", file.description())
                                    .file("AttachmentBinaryObject", file)));
        });
    }

    private void delivery() {
        PostalAddress address = invoice.buyer().address();
        cii.entity("ApplicableHeaderTradeDelivery", () -> {
            if (terms.intraCommunity()) {
                cii.entity(
                        "ShipToTradeParty",
                        () -> cii.entity(
                                "PostalTradeAddress",
                                () -> cii.field("PostcodeCode", address.postalCode())
                                        .field("CityName", address.city())
                                        .field("CountryID", address.country())));
            }
            cii.entity("ActualDeliverySupplyChainEvent", () -> cii.date("OccurrenceDateTime", terms.delivered()));
        });
    }

    private void settlement() {
        TaxCurrencyTotal converted = invoice.totals().inTaxCurrency();
        cii.entity("ApplicableHeaderTradeSettlement", () -> {
            cii.field("PaymentReference", invoice.paymentReference())
                    .field(
                            "TaxCurrencyCode",
                            converted == null
                                    ? null
                                    : converted.vat().currency().getCurrencyCode())
                    .field("InvoiceCurrencyCode", terms.currency());
            paymentMeans(invoice.seller().bank());
            invoice.vatBreakdown().forEach(this::vat);
            period(
                    cii,
                    invoice.heading().period().firstDay(),
                    invoice.heading().period().lastDay());
            invoice.allowances().forEach(entry -> allowance(cii, entry.allowance(), entry.vat()));
            cii.entity(
                    "SpecifiedTradePaymentTerms",
                    () -> cii.field("Description", terms.paymentTerms())
                            .date("DueDateDateTime", invoice.heading().dueDate()));
            totals(invoice.totals(), converted);
            credited(invoice.heading().credited());
            cii.nested(
                    "ReceivableSpecifiedTradeAccountingAccount",
                    "ID",
                    invoice.heading().period().accountingReference());
        });
    }

    private void paymentMeans(BankAccount bank) {
        cii.entity("SpecifiedTradeSettlementPaymentMeans", () -> {
            cii.field("TypeCode", terms.paymentMeans())
                    .entity(
                            "PayeePartyCreditorFinancialAccount",
                            () -> cii.field("IBANID", bank.iban()).field("AccountName", bank.accountName()))
                    .nested("PayeeSpecifiedCreditorFinancialInstitution", "BICID", bank.bic());
        });
    }

    private void vat(VatSubtotal subtotal) {
        VatTreatment vat = subtotal.vat();
        boolean reasoned = vat.category().needsReason();
        cii.entity(
                "ApplicableTradeTax",
                () -> cii.amount("CalculatedAmount", subtotal.tax())
                        .field("TypeCode", "VAT")
                        .field("ExemptionReason", reasoned ? terms.exemptionReason(vat) : null)
                        .amount("BasisAmount", subtotal.taxable())
                        .field("CategoryCode", vat.category().name())
                        .field("ExemptionReasonCode", reasoned ? vat.exemptionCode() : null)
                        .field("RateApplicablePercent", rate(vat)));
    }

    /** BT-119, BT-152: outside the scope of VAT there is no rate. */
    static @Nullable String rate(VatTreatment vat) {
        return vat.category() == VatCategory.O ? null : vat.ratePercent().toPlainString();
    }

    /** BG-14, BG-26. */
    static void period(CiiElements cii, LocalDate first, LocalDate last) {
        cii.entity(
                "BillingSpecifiedPeriod", () -> cii.date("StartDateTime", first).date("EndDateTime", last));
    }

    /** BG-20 with its VAT, or BG-27 without. */
    static void allowance(CiiElements cii, Allowance allowance, @Nullable VatTreatment vat) {
        cii.entity("SpecifiedTradeAllowanceCharge", () -> {
            cii.indicator("ChargeIndicator", false)
                    .field(
                            "CalculationPercent",
                            allowance.percent() == null
                                    ? null
                                    : allowance.percent().toPlainString());
            if (allowance.base() != null) {
                cii.amount("BasisAmount", allowance.base());
            }
            cii.amount("ActualAmount", allowance.amount())
                    .field("ReasonCode", allowance.reasonCode())
                    .field("Reason", allowance.reason());
            if (vat != null) {
                cii.entity(
                        "CategoryTradeTax",
                        () -> cii.field("TypeCode", "VAT")
                                .field("CategoryCode", vat.category().name())
                                .field("RateApplicablePercent", rate(vat)));
            }
        });
    }

    private void totals(Totals totals, @Nullable TaxCurrencyTotal converted) {
        cii.entity("SpecifiedTradeSettlementHeaderMonetarySummation", () -> {
            cii.amount("LineTotalAmount", totals.lines());
            if (totals.allowances() != null) {
                cii.amount("AllowanceTotalAmount", totals.allowances());
            }
            cii.amount("TaxBasisTotalAmount", totals.withoutVat())
                    .number("TaxTotalAmount", totals.vat().amount(), "currencyID", terms.currency());
            if (converted != null) {
                cii.number(
                        "TaxTotalAmount",
                        converted.vat().amount(),
                        "currencyID",
                        converted.vat().currency().getCurrencyCode());
            }
            cii.amount("GrandTotalAmount", totals.withVat());
            if (totals.prepaid() != null) {
                cii.amount("TotalPrepaidAmount", totals.prepaid());
            }
            cii.amount("DuePayableAmount", totals.payable());
        });
    }

    private void credited(@Nullable CreditedInvoice credited) {
        if (credited != null) {
            cii.entity(
                    "InvoiceReferencedDocument",
                    () -> cii.field("IssuerAssignedID", credited.number())
                            .formattedDate("FormattedIssueDateTime", credited.issueDate()));
        }
    }
}
