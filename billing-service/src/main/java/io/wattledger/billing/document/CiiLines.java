package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.InvoiceLine;
import org.jspecify.annotations.Nullable;

/** The lines of a Cross Industry Invoice (BG-25). */
final class CiiLines {

    private final CiiElements cii;
    private final Heading heading;

    /** Writes to {@code cii} the lines of the document of that heading. */
    CiiLines(CiiElements cii, Heading heading) {
        this.cii = cii;
        this.heading = heading;
    }

    /** A line, and where the buyer books it (BT-133). */
    void line(InvoiceLine line, @Nullable String costCentre) {
        String unit = ItemTerms.unitCode(line.quantity().unit());
        StatedPrice price = StatedPrice.of(line.quantity(), line.amount());
        cii.entity("IncludedSupplyChainTradeLineItem", () -> {
            cii.nested("AssociatedDocumentLineDocument", "LineID", Integer.toString(line.number()))
                    .entity("SpecifiedTradeProduct", () -> product(line))
                    .entity(
                            "SpecifiedLineTradeAgreement",
                            () -> cii.entity("NetPriceProductTradePrice", () -> {
                                cii.field("ChargeAmount", price.amount().toPlainString());
                                if (price.baseQuantity() != null) {
                                    cii.number("BasisQuantity", price.baseQuantity(), "unitCode", unit);
                                }
                            }))
                    .entity(
                            "SpecifiedLineTradeDelivery",
                            () -> cii.number("BilledQuantity", line.quantity().invoiced(), "unitCode", unit))
                    .entity("SpecifiedLineTradeSettlement", () -> settlement(line, costCentre));
        });
    }

    private void product(InvoiceLine line) {
        cii.field("SellerAssignedID", line.item().sku())
                .field("Name", ItemTerms.name(line))
                .field("Description", line.item().description());
        ItemTerms.attributes(line, heading)
                .forEach((name, value) -> cii.entity(
                        "ApplicableProductCharacteristic",
                        () -> cii.field("Description", name).field("Value", value)));
    }

    private void settlement(InvoiceLine line, @Nullable String costCentre) {
        cii.entity(
                "ApplicableTradeTax",
                () -> cii.field("TypeCode", "VAT")
                        .field("CategoryCode", line.vat().category().name())
                        .field("RateApplicablePercent", CiiInvoice.rate(line.vat())));
        if (line.provenance().corrects() == null) {
            // As in UBL: a period outside the invoice's is refused, and a line that corrects says in words what.
            CiiInvoice.period(
                    cii, line.chargePeriod().firstDay(), line.chargePeriod().lastDay());
        }
        line.amount().allowances().forEach(allowance -> CiiInvoice.allowance(cii, allowance, null));
        cii.entity(
                "SpecifiedTradeSettlementLineMonetarySummation",
                () -> cii.amount("LineTotalAmount", line.amount().net()));
        cii.nested("ReceivableSpecifiedTradeAccountingAccount", "ID", costCentre);
    }
}
