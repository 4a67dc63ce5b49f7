package io.wattledger.billing.document;

import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineQuantity;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.UsageFacts;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The lines of a UBL invoice (BG-25). */
final class UblLines {

    private static final int FACT_DECIMALS = 4;

    private final UblElements ubl;

    UblLines(UblElements ubl) {
        this.ubl = ubl;
    }

    /** A unit code of UN/ECE recommendation 20. */
    static String unitCode(ChargeUnit unit) {
        return switch (unit) {
            case GPU_HOUR -> "HUR";
            case FACILITY_KWH, IT_KWH -> "KWH";
            case KILOWATT_MONTH, KILOWATT -> "KWT";
            case SITE_DAY -> "DAY";
            case CERTIFICATE, ONE -> "C62";
        };
    }

    void line(InvoiceLine line) {
        LineQuantity quantity = line.quantity();
        Money net = line.amount().net();
        String unit = unitCode(quantity.unit());
        UblPrice price = UblPrice.of(quantity, line.amount());
        ubl.component("InvoiceLine", () -> {
            ubl.field("ID", Integer.toString(line.number()))
                    .number("InvoicedQuantity", quantity.invoiced(), "unitCode", unit)
                    .number("LineExtensionAmount", net.amount(), "currencyID", code(net))
                    .component(
                            "InvoicePeriod",
                            () -> ubl.field(
                                            "StartDate",
                                            line.chargePeriod().firstDay().toString())
                                    .field(
                                            "EndDate",
                                            line.chargePeriod().lastDay().toString()))
                    .component("Item", () -> item(line));
            ubl.component("Price", () -> {
                ubl.number("PriceAmount", price.amount(), "currencyID", code(net));
                if (price.baseQuantity() != null) {
                    ubl.number("BaseQuantity", price.baseQuantity(), "unitCode", unit);
                }
            });
        });
    }

    /** BG-30, and BG-23's category, which has the same form. */
    static void taxCategory(UblElements ubl, String element, VatTreatment vat, boolean withReason) {
        ubl.component(element, () -> {
            ubl.field("ID", vat.category().name());
            if (vat.category() != VatCategory.O) {
                ubl.field("Percent", vat.ratePercent().toPlainString());
            }
            if (withReason && vat.category().needsReason()) {
                ubl.field("TaxExemptionReasonCode", vat.exemptionCode())
                        .field("TaxExemptionReason", vat.exemptionReason());
            }
            ubl.component("TaxScheme", () -> ubl.field("ID", "VAT"));
        });
    }

    private void item(InvoiceLine line) {
        ubl.field("Description", line.item().description())
                .field("Name", name(line))
                .component(
                        "SellersItemIdentification",
                        () -> ubl.field("ID", line.item().sku()));
        taxCategory(ubl, "ClassifiedTaxCategory", line.vat(), false);
        property("Site", line.item().siteName());
        property("Project", line.item().project());
        UsageFacts facts = line.facts();
        property("GPU-seconds", plain(new BigDecimal(facts.milliGpuSeconds()).movePointLeft(3)));
        if (line.item().kind() == ChargeKind.ENERGY) {
            property("IT energy kWh", fact(facts.itKilowattHours()));
            property("Facility energy kWh", fact(facts.facilityKilowattHours()));
            if (facts.itMillijoules() > 0) {
                property("PUE", fact(EnergyFacts.pue(facts)));
            }
            if (facts.estimatedMillijoules() > 0) {
                property("Estimated IT energy kWh", fact(facts.estimatedKilowattHours()));
            }
        }
    }

    private static String name(InvoiceLine line) {
        return switch (line.item().kind()) {
            case GPU_TIME -> line.item().skuName() + ", GPU-hours";
            case ENERGY -> line.item().skuName() + ", energy";
            case RESERVATION, GRID, LEVY, CERTIFICATE, FEE, CREDIT ->
                line.item().description();
        };
    }

    private void property(String name, String value) {
        if (!value.isBlank()) {
            ubl.component(
                    "AdditionalItemProperty", () -> ubl.field("Name", name).field("Value", value));
        }
    }

    private static String fact(BigDecimal value) {
        return plain(value.setScale(FACT_DECIMALS, RoundingMode.HALF_UP));
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private static String code(Money money) {
        return money.currency().getCurrencyCode();
    }
}
