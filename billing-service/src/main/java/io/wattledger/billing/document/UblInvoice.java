package io.wattledger.billing.document;

import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.VatCategory;
import java.util.List;

/**
 * Writes an invoice as UBL 2.1 by Peppol BIS Billing 3.0, which in Norway is EHF Billing 3.0. The same invoice always
 * gives the same bytes.
 */
public final class UblInvoice {

    /** BT-24. */
    public static final String CUSTOMIZATION =
            "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";

    /** BT-23. */
    public static final String PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

    private static final String NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
    private static final String COMMERCIAL_INVOICE = "380";
    private static final String CREDIT_TRANSFER = "30";
    private static final String SEPA_CREDIT_TRANSFER = "58";

    private final Invoice invoice;
    private final UblElements ubl;
    private final Words words;

    private UblInvoice(Invoice invoice) {
        this.invoice = invoice;
        this.ubl = new UblElements("Invoice", NAMESPACE);
        this.words = Words.of(invoice.buyer().language());
    }

    /** The document in UTF-8. */
    public static byte[] write(Invoice invoice) {
        UblInvoice document = new UblInvoice(invoice);
        document.heading();
        document.references();
        document.parties();
        document.payment();
        document.taxTotal();
        document.totals(invoice.totals());
        UblLines lines = new UblLines(document.ubl);
        invoice.lines().forEach(lines::line);
        return document.ubl.finish();
    }

    private void heading() {
        BillingPeriod period = invoice.heading().period();
        ubl.field("CustomizationID", CUSTOMIZATION)
                .field("ProfileID", PROFILE)
                .field("ID", invoice.heading().number())
                .field("IssueDate", invoice.heading().issueDate().toString())
                .field("DueDate", invoice.heading().dueDate().toString())
                .field("InvoiceTypeCode", COMMERCIAL_INVOICE)
                .field("Note", words.text("ubl.note", period.timeZone().getId()))
                .field("DocumentCurrencyCode", currency())
                .field("BuyerReference", invoice.references().buyerReference())
                .component(
                        "InvoicePeriod",
                        () -> ubl.field("StartDate", period.firstDay().toString())
                                .field("EndDate", period.lastDay().toString()));
    }

    private void references() {
        String order = invoice.references().orderReference();
        if (order != null && !order.isBlank()) {
            ubl.component("OrderReference", () -> ubl.field("ID", order));
        }
        String contract = invoice.references().contractReference();
        if (contract != null && !contract.isBlank()) {
            ubl.component("ContractDocumentReference", () -> ubl.field("ID", contract));
        }
    }

    private void parties() {
        UblParties parties = new UblParties(ubl, hasCategory(VatCategory.O));
        parties.seller(invoice.seller());
        parties.buyer(invoice.buyer());
        if (hasCategory(VatCategory.K)) {
            // BR-IC-12: an intra-community supply names the country it is delivered to.
            ubl.component(
                    "Delivery",
                    () -> ubl.component(
                            "DeliveryLocation",
                            () -> ubl.component(
                                    "Address",
                                    () -> ubl.component(
                                            "Country",
                                            () -> ubl.field(
                                                    "IdentificationCode",
                                                    invoice.buyer().address().country())))));
        }
    }

    private void payment() {
        BankAccount bank = invoice.seller().bank();
        ubl.component("PaymentMeans", () -> {
            ubl.field("PaymentMeansCode", currency().equals("EUR") ? SEPA_CREDIT_TRANSFER : CREDIT_TRANSFER)
                    .field("PaymentID", invoice.heading().number())
                    .component("PayeeFinancialAccount", () -> {
                        ubl.field("ID", bank.iban()).field("Name", bank.accountName());
                        if (bank.bic() != null) {
                            ubl.component("FinancialInstitutionBranch", () -> ubl.field("ID", bank.bic()));
                        }
                    });
        });
        ubl.component(
                "PaymentTerms",
                () -> ubl.field(
                        "Note",
                        words.text(
                                "ubl.terms",
                                Integer.toString(invoice.references().paymentTermsDays()),
                                words.date(invoice.heading().dueDate()))));
    }

    private void taxTotal() {
        ubl.component("TaxTotal", () -> {
            amount("TaxAmount", invoice.totals().vat());
            for (VatSubtotal subtotal : invoice.vatBreakdown()) {
                ubl.component("TaxSubtotal", () -> {
                    amount("TaxableAmount", subtotal.taxable());
                    amount("TaxAmount", subtotal.tax());
                    UblLines.taxCategory(ubl, "TaxCategory", subtotal.vat(), true);
                });
            }
        });
    }

    private void totals(Totals totals) {
        ubl.component("LegalMonetaryTotal", () -> {
            amount("LineExtensionAmount", totals.lines());
            amount("TaxExclusiveAmount", totals.withoutVat());
            amount("TaxInclusiveAmount", totals.withVat());
            amount("PayableAmount", totals.payable());
        });
    }

    private void amount(String element, Money money) {
        ubl.number(element, money.amount(), "currencyID", money.currency().getCurrencyCode());
    }

    private boolean hasCategory(VatCategory category) {
        List<VatSubtotal> breakdown = invoice.vatBreakdown();
        return breakdown.stream().anyMatch(subtotal -> subtotal.vat().category() == category);
    }

    private String currency() {
        return invoice.heading().currency().getCurrencyCode();
    }
}
