package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.invoice.TaxCurrencyTotal;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** The business terms that an invoice has by EN 16931-1, told from the model without any writer's help. */
final class BusinessTerms {

    private final Map<String, String> terms = new TreeMap<>();
    private final boolean outsideScope;
    private final BillingPeriod period;

    private BusinessTerms(Invoice invoice) {
        period = invoice.heading().period();
        outsideScope =
                invoice.vatBreakdown().stream().anyMatch(entry -> entry.vat().category() == VatCategory.O);
    }

    static Map<String, String> of(Invoice invoice) {
        BusinessTerms terms = new BusinessTerms(invoice);
        terms.heading(invoice);
        terms.parties(invoice.seller(), invoice.buyer());
        terms.payment(invoice);
        terms.totals(invoice);
        invoice.lines().forEach(terms::line);
        return terms.terms;
    }

    private void heading(Invoice invoice) {
        Heading heading = invoice.heading();
        put("BT-1", heading.number());
        put("BT-2", heading.issueDate());
        put("BT-3", heading.type().name().equals("INVOICE") ? "380" : "381");
        put("BT-5", heading.currency());
        put("BT-9", heading.dueDate());
        put("BT-10", invoice.references().buyerReference());
        put("BT-12", invoice.references().contractReference());
        put("BT-13", invoice.references().orderReference());
        put("BT-72", heading.period().lastDay());
        put("BT-73", heading.period().firstDay());
        put("BT-74", heading.period().lastDay());
        CreditedInvoice credited = heading.credited();
        if (credited != null) {
            put("BT-25", credited.number());
            put("BT-26", credited.issueDate());
        }
    }

    private void parties(Seller seller, Buyer buyer) {
        put("BT-27", seller.name());
        identity(seller.identity(), "BT-30", "BT-31");
        put("BT-32", seller.identity().registerNote());
        put("BT-34", seller.electronicAddress().id());
        put("BT-34-1", seller.electronicAddress().scheme());
        address(seller.address(), 35);
        put("BT-41", seller.contact().name());
        put("BT-42", seller.contact().phone());
        put("BT-43", seller.contact().email());
        put("BT-44", buyer.name());
        identity(buyer.identity(), "BT-47", "BT-48");
        put("BT-49", buyer.electronicAddress().id());
        put("BT-49-1", buyer.electronicAddress().scheme());
        address(buyer.address(), 50);
        put("BT-58", buyer.email());
    }

    private void identity(LegalIdentity identity, String register, String vat) {
        put(register, identity.registrationNumber());
        put(vat, outsideScope ? null : identity.vatNumber());
    }

    /** BT-35 to BT-40, or BT-50 to BT-55. */
    private void address(PostalAddress address, int first) {
        put("BT-" + first, address.street());
        put("BT-" + (first + 1), address.additionalStreet());
        put("BT-" + (first + 2), address.city());
        put("BT-" + (first + 3), address.postalCode());
        put("BT-" + (first + 5), address.country());
    }

    private void payment(Invoice invoice) {
        put("BT-81", invoice.heading().currency().getCurrencyCode().equals("EUR") ? "58" : "30");
        put("BT-83", invoice.paymentReference());
        put("BT-84", invoice.seller().bank().iban());
        put("BT-85", invoice.seller().bank().accountName());
        put("BT-86", invoice.seller().bank().bic());
    }

    private void totals(Invoice invoice) {
        put("BT-106", invoice.totals().lines().amount());
        put(
                "BT-107",
                invoice.totals().allowances() == null
                        ? null
                        : invoice.totals().allowances().amount());
        put("BT-109", invoice.totals().withoutVat().amount());
        put("BT-110", invoice.totals().vat().amount());
        put("BT-112", invoice.totals().withVat().amount());
        put(
                "BT-113",
                invoice.totals().prepaid() == null
                        ? null
                        : invoice.totals().prepaid().amount());
        put("BT-115", invoice.totals().payable().amount());
        TaxCurrencyTotal converted = invoice.totals().inTaxCurrency();
        if (converted != null) {
            put("BT-6", converted.vat().currency());
            put("BT-111", converted.vat().amount());
        }
        int number = 0;
        for (VatSubtotal entry : invoice.vatBreakdown()) {
            String at = "vat " + ++number + " ";
            put(at + "BT-116", entry.taxable().amount());
            put(at + "BT-117", entry.tax().amount());
            put(at + "BT-118", entry.vat().category());
            put(at + "BT-119", rate(entry.vat()));
            put(at + "BT-120", entry.vat().exemptionReason());
            put(at + "BT-121", entry.vat().exemptionCode());
        }
        number = 0;
        for (DocumentAllowance entry : invoice.allowances()) {
            String at = "allowance " + ++number + " ";
            allowance(at, entry.allowance());
            put(at + "BT-95", entry.vat().category());
            put(at + "BT-96", rate(entry.vat()));
        }
    }

    /** By the numbers of BG-20; BG-27 has the same parts. */
    private void allowance(String at, Allowance allowance) {
        put(at + "BT-92", allowance.amount().amount());
        put(at + "BT-93", allowance.base() == null ? null : allowance.base().amount());
        put(at + "BT-94", allowance.percent());
        put(at + "BT-97", allowance.reason());
        put(at + "BT-98", allowance.reasonCode());
    }

    private void line(InvoiceLine line) {
        String at = "line " + line.number() + " ";
        put(at + "BT-126", line.number());
        put(at + "BT-129", line.quantity().invoiced());
        put(at + "BT-131", line.amount().net().amount());
        put(at + "BT-133", period.filing(line.item().project()).costCentre());
        put(at + "BT-134", line.chargePeriod().firstDay());
        put(at + "BT-135", line.chargePeriod().lastDay());
        put(at + "BT-151", line.vat().category());
        put(at + "BT-152", rate(line.vat()));
        put(at + "BT-154", line.item().description());
        put(at + "BT-155", line.item().sku());
        put(at + "site", line.item().siteName());
        put(at + "project", line.item().project());
        int number = 0;
        for (Allowance allowance : line.amount().allowances()) {
            allowance(at + "allowance " + ++number + " ", allowance);
        }
    }

    private static BigDecimal rate(VatTreatment vat) {
        return vat.category() == VatCategory.O ? null : vat.ratePercent();
    }

    private void put(String term, Object value) {
        if (value != null) {
            terms.put(term, value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString());
        }
    }
}
