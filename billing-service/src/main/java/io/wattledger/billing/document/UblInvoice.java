package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.StatedLines;
import io.wattledger.billing.invoice.TaxCurrencyTotal;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.VatTreatment;
import org.jspecify.annotations.Nullable;

/**
 * Writes an invoice or a credit note as UBL 2.1. The same invoice always gives the same bytes.
 *
 * <p>A UBL credit note is another document than an invoice: its type and its lines have names of their own, and it has
 * no due date, which stands with the means of payment instead.
 */
public final class UblInvoice {

    private static final String NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:";

    private final Invoice invoice;
    private final UblProfile profile;
    private final boolean credit;
    private final HeaderTerms terms;
    private final UblElements ubl;

    private UblInvoice(Invoice invoice, UblProfile profile) {
        this.invoice = invoice;
        this.profile = profile;
        this.credit = invoice.heading().type() == DocumentType.CREDIT_NOTE;
        this.terms = new HeaderTerms(invoice);
        String root = credit ? "CreditNote" : "Invoice";
        this.ubl = new UblElements(root, NAMESPACE + root + "-2");
    }

    /** The document by Peppol BIS Billing 3.0, in UTF-8. */
    public static byte[] write(Invoice invoice) {
        return write(invoice, UblProfile.PEPPOL_BIS);
    }

    /** The document in UTF-8. */
    public static byte[] write(Invoice invoice, UblProfile profile) {
        UblInvoice document = new UblInvoice(invoice, profile);
        document.heading();
        document.references();
        document.parties();
        document.payment();
        document.allowances();
        document.taxTotals();
        document.totals(invoice.totals());
        UblLines lines = new UblLines(document.ubl, invoice.heading());
        StatedLines.of(invoice).forEach(line -> lines.line(line, document.terms.costCentre(line)));
        return document.ubl.finish();
    }

    private void heading() {
        Heading heading = invoice.heading();
        BillingPeriod period = heading.period();
        TaxCurrencyTotal converted = invoice.totals().inTaxCurrency();
        ubl.field("CustomizationID", profile.specification())
                .field("ProfileID", UblProfile.BUSINESS_PROCESS)
                .field("ID", heading.number())
                .field("IssueDate", heading.issueDate().toString())
                .field("DueDate", credit ? null : heading.dueDate().toString())
                .field(
                        credit ? "CreditNoteTypeCode" : "InvoiceTypeCode",
                        heading.type().code())
                .field("Note", terms.note())
                .field("DocumentCurrencyCode", terms.currency())
                .field(
                        "TaxCurrencyCode",
                        converted == null ? null : converted.vat().currency().getCurrencyCode())
                .field("AccountingCost", period.accountingReference())
                .field("BuyerReference", invoice.references().buyerReference())
                .component(
                        "InvoicePeriod",
                        () -> ubl.field("StartDate", period.firstDay().toString())
                                .field("EndDate", period.lastDay().toString()));
    }

    private void references() {
        reference("OrderReference", invoice.references().orderReference());
        CreditedInvoice credited = invoice.heading().credited();
        if (credited != null) {
            ubl.component(
                    "BillingReference",
                    () -> ubl.component(
                            "InvoiceDocumentReference",
                            () -> ubl.field("ID", credited.number())
                                    .field("IssueDate", credited.issueDate().toString())));
        }
        reference("ContractDocumentReference", invoice.references().contractReference());
        terms.attachment()
                .ifPresent(file -> ubl.component(
                        "AdditionalDocumentReference",
                        () -> ubl.field("ID", file.name())
                                .field("DocumentDescription", file.description())
                                .component("Attachment", () -> ubl.file("EmbeddedDocumentBinaryObject", file))));
    }

    private void reference(String element, @Nullable String id) {
        if (id != null && !id.isBlank()) {
            ubl.component(element, () -> ubl.field("ID", id));
        }
    }

    private void parties() {
        UblParties parties = new UblParties(ubl, terms.outsideScope());
        parties.seller(invoice.seller());
        parties.buyer(invoice.buyer());
        delivery();
    }

    /** BT-72, and for an intra-community supply BG-15. */
    private void delivery() {
        PostalAddress address = invoice.buyer().address();
        ubl.component("Delivery", () -> {
            ubl.field("ActualDeliveryDate", terms.delivered().toString());
            if (terms.intraCommunity()) {
                ubl.component(
                        "DeliveryLocation",
                        () -> ubl.component(
                                "Address",
                                () -> ubl.field("CityName", address.city())
                                        .field("PostalZone", address.postalCode())
                                        .component(
                                                "Country", () -> ubl.field("IdentificationCode", address.country()))));
            }
        });
    }

    private void payment() {
        BankAccount bank = invoice.seller().bank();
        ubl.component("PaymentMeans", () -> {
            ubl.field("PaymentMeansCode", terms.paymentMeans())
                    .field(
                            "PaymentDueDate",
                            credit ? invoice.heading().dueDate().toString() : null)
                    .field("PaymentID", invoice.paymentReference())
                    .component("PayeeFinancialAccount", () -> {
                        ubl.field("ID", bank.iban()).field("Name", bank.accountName());
                        if (bank.bic() != null) {
                            ubl.component("FinancialInstitutionBranch", () -> ubl.field("ID", bank.bic()));
                        }
                    });
        });
        ubl.component("PaymentTerms", () -> ubl.field("Note", terms.paymentTerms()));
    }

    private void allowances() {
        invoice.allowances().forEach(entry -> allowance(ubl, entry.allowance(), entry.vat()));
    }

    /** BG-20 with its VAT, or BG-27 without. */
    static void allowance(UblElements ubl, Allowance allowance, @Nullable VatTreatment vat) {
        ubl.component("AllowanceCharge", () -> {
            ubl.field("ChargeIndicator", "false")
                    .field("AllowanceChargeReasonCode", allowance.reasonCode())
                    .field("AllowanceChargeReason", allowance.reason())
                    .field(
                            "MultiplierFactorNumeric",
                            allowance.percent() == null
                                    ? null
                                    : allowance.percent().toPlainString())
                    .amount("Amount", allowance.amount());
            if (allowance.base() != null) {
                ubl.amount("BaseAmount", allowance.base());
            }
            if (vat != null) {
                UblLines.taxCategory(ubl, "TaxCategory", vat, null);
            }
        });
    }

    private void taxTotals() {
        ubl.component("TaxTotal", () -> {
            ubl.amount("TaxAmount", invoice.totals().vat());
            for (VatSubtotal subtotal : invoice.vatBreakdown()) {
                ubl.component("TaxSubtotal", () -> {
                    ubl.amount("TaxableAmount", subtotal.taxable()).amount("TaxAmount", subtotal.tax());
                    UblLines.taxCategory(ubl, "TaxCategory", subtotal.vat(), terms);
                });
            }
        });
        TaxCurrencyTotal converted = invoice.totals().inTaxCurrency();
        if (converted != null) {
            // PEPPOL-EN16931-R054: exactly one total without subtotals, in the tax currency.
            ubl.component("TaxTotal", () -> ubl.amount("TaxAmount", converted.vat()));
        }
    }

    private void totals(Totals totals) {
        ubl.component("LegalMonetaryTotal", () -> {
            ubl.amount("LineExtensionAmount", totals.lines())
                    .amount("TaxExclusiveAmount", totals.withoutVat())
                    .amount("TaxInclusiveAmount", totals.withVat());
            if (totals.allowances() != null) {
                ubl.amount("AllowanceTotalAmount", totals.allowances());
            }
            if (totals.prepaid() != null) {
                ubl.amount("PrepaidAmount", totals.prepaid());
            }
            ubl.amount("PayableAmount", totals.payable());
        });
    }
}
