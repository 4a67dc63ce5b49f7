package io.wattledger.billing.document;

import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineQuantity;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import org.jspecify.annotations.Nullable;

/** The lines of a UBL invoice (BG-25). */
final class UblLines {

    private final UblElements ubl;
    private final Heading heading;
    private final boolean credit;

    /** Writes to {@code ubl} the lines of the invoice or credit note of that heading. */
    UblLines(UblElements ubl, Heading heading) {
        this.ubl = ubl;
        this.heading = heading;
        this.credit = heading.type() == DocumentType.CREDIT_NOTE;
    }

    /** A line, and where the buyer books it (BT-133). */
    void line(InvoiceLine line, @Nullable String costCentre) {
        LineQuantity quantity = line.quantity();
        String unit = ItemTerms.unitCode(quantity.unit());
        StatedPrice price = StatedPrice.of(quantity, line.amount());
        ubl.component(credit ? "CreditNoteLine" : "InvoiceLine", () -> {
            ubl.field("ID", Integer.toString(line.number()))
                    .number(credit ? "CreditedQuantity" : "InvoicedQuantity", quantity.invoiced(), "unitCode", unit)
                    .amount("LineExtensionAmount", line.amount().net())
                    .field("AccountingCost", costCentre);
            if (line.provenance().corrects() == null) {
                // A period outside the invoice's is refused (R110, R111); a line that corrects says in words what.
                ubl.component(
                        "InvoicePeriod",
                        () -> ubl.field(
                                        "StartDate",
                                        line.chargePeriod().firstDay().toString())
                                .field("EndDate", line.chargePeriod().lastDay().toString()));
            }
            line.amount().allowances().forEach(allowance -> UblInvoice.allowance(ubl, allowance, null));
            ubl.component("Item", () -> item(line));
            ubl.component("Price", () -> {
                ubl.number(
                        "PriceAmount",
                        price.amount(),
                        "currencyID",
                        line.amount().net().currency().getCurrencyCode());
                if (price.baseQuantity() != null) {
                    ubl.number("BaseQuantity", price.baseQuantity(), "unitCode", unit);
                }
            });
        });
    }

    /** BG-30, and BG-23's category, which has the same form. */
    static void taxCategory(UblElements ubl, String element, VatTreatment vat, @Nullable HeaderTerms reasons) {
        ubl.component(element, () -> {
            ubl.field("ID", vat.category().name());
            if (vat.category() != VatCategory.O) {
                ubl.field("Percent", vat.ratePercent().toPlainString());
            }
            if (reasons != null && vat.category().needsReason()) {
                ubl.field("TaxExemptionReasonCode", vat.exemptionCode())
                        .field("TaxExemptionReason", reasons.exemptionReason(vat));
            }
            ubl.component("TaxScheme", () -> ubl.field("ID", "VAT"));
        });
    }

    private void item(InvoiceLine line) {
        ubl.field("Description", line.item().description())
                .field("Name", ItemTerms.name(line))
                .component(
                        "SellersItemIdentification",
                        () -> ubl.field("ID", line.item().sku()));
        taxCategory(ubl, "ClassifiedTaxCategory", line.vat(), null);
        ItemTerms.attributes(line, heading)
                .forEach((name, value) -> ubl.component(
                        "AdditionalItemProperty", () -> ubl.field("Name", name).field("Value", value)));
    }
}
