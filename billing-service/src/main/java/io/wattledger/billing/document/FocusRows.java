package io.wattledger.billing.document;

import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineItem;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The FOCUS rows of one invoice. */
final class FocusRows {

    /** Decimals of quantities and unit prices: FOCUS wants their product to be the cost exactly, so both are finite. */
    private static final int DECIMALS = 12;

    private static final String COMPUTE = "Compute";
    private static final String USAGE_BASED = "Usage-Based";
    private static final String ONE_TIME = "One-Time";

    private final Invoice invoice;
    private final List<FocusRow> rows = new ArrayList<>();
    private BigDecimal costs = BigDecimal.ZERO;

    private FocusRows(Invoice invoice) {
        this.invoice = invoice;
    }

    static List<FocusRow> of(Invoice invoice) {
        FocusRows result = new FocusRows(invoice);
        invoice.lines().forEach(result::line);
        result.adjustment();
        int entry = 0;
        for (VatSubtotal subtotal : invoice.vatBreakdown()) {
            entry++;
            if (subtotal.tax().amount().signum() != 0) {
                result.tax(entry, subtotal);
            }
        }
        result.prepaid(invoice.totals().prepaid());
        return result.rows;
    }

    /** F8: the rows come to what is payable, so what paid credits settle is a row as well. */
    private void prepaid(@Nullable Money amount) {
        if (amount != null) {
            rows.add(whole(ONE_TIME, "Credit", "Settled by credit paid in advance", "/prepaid")
                    .cost(signed(amount.amount()).negate()));
        }
    }

    private void line(InvoiceLine line) {
        if (line.provenance().corrects() != null) {
            correction(line);
            return;
        }
        BigDecimal amount = line.amount().unrounded();
        BigDecimal quantity = scaled(line.quantity().exact());
        BigDecimal average = line.quantity().averageUnitPrice();
        boolean negative = amount.signum() < 0;
        // A unit price must not be negative: usage at a negative price is usage for nothing and a credit beside it.
        BigDecimal price = average == null || negative ? BigDecimal.ZERO : scaled(average);
        BigDecimal cost = quantity.multiply(price);
        FocusRow usage = lineRow(line, "Usage", "")
                .cost(cost)
                .set(FocusColumn.CONSUMED_QUANTITY, consumed(line, quantity))
                .set(FocusColumn.CONSUMED_UNIT, consumedUnit(line))
                .set(FocusColumn.X_GPU_SECONDS, FocusUnits.gpuSeconds(line.facts()))
                .set(FocusColumn.X_IT_ENERGY, scaled(line.facts().itKilowattHours()))
                .set(FocusColumn.X_FACILITY_ENERGY, scaled(line.facts().facilityKilowattHours()));
        priced(usage, line, quantity, price);
        add(usage, cost);
        if (negative) {
            BigDecimal credit = scaled(amount);
            add(lineRow(line, "Credit", "/credit").cost(credit), credit);
        }
    }

    /** What corrects an earlier invoice moves costs only: its usage stands in the rows that it corrects. */
    private void correction(InvoiceLine line) {
        BigDecimal cost = scaled(signed(line.amount().unrounded()));
        add(
                lineRow(line, "Adjustment", "")
                        .set(FocusColumn.CHARGE_CLASS, "Correction")
                        .set(FocusColumn.CHARGE_FREQUENCY, ONE_TIME)
                        .cost(cost),
                cost);
    }

    /** A credit note says in positive amounts what costs less. */
    private BigDecimal signed(BigDecimal amount) {
        return invoice.heading().type() == DocumentType.CREDIT_NOTE ? amount.negate() : amount;
    }

    private static void priced(FocusRow row, InvoiceLine line, BigDecimal quantity, BigDecimal price) {
        LineItem item = line.item();
        row.set(FocusColumn.PRICING_QUANTITY, quantity)
                .set(FocusColumn.PRICING_UNIT, FocusUnits.name(line.quantity().unit()))
                .set(FocusColumn.LIST_UNIT_PRICE, price)
                .set(FocusColumn.CONTRACTED_UNIT_PRICE, price)
                .set(FocusColumn.PRICING_CATEGORY, item.kind() == ChargeKind.ENERGY ? "Dynamic" : "Standard")
                .set(FocusColumn.SKU_ID, skuId(item))
                .set(FocusColumn.SKU_METER, item.kind() == ChargeKind.ENERGY ? "Facility energy" : "GPU time")
                .set(
                        FocusColumn.SKU_PRICE_ID,
                        String.join("/", line.provenance().tariff(), item.component(), item.site(), skuId(item)));
    }

    private FocusRow lineRow(InvoiceLine line, String category, String suffix) {
        LineItem item = line.item();
        FocusRow row = row(category, USAGE_BASED, item.description() + ", " + item.skuName() + ", " + item.siteName())
                .set(FocusColumn.CHARGE_PERIOD_START, line.chargePeriod().start())
                .set(FocusColumn.CHARGE_PERIOD_END, line.chargePeriod().end())
                .set(FocusColumn.SUB_ACCOUNT_ID, item.project())
                .set(FocusColumn.SUB_ACCOUNT_NAME, item.project())
                .set(FocusColumn.SUB_ACCOUNT_TYPE, "Project")
                .set(FocusColumn.SERVICE_NAME, item.kind() == ChargeKind.ENERGY ? "GPU energy" : "GPU rental")
                .set(FocusColumn.X_INVOICE_LINE, Integer.toString(line.number()))
                .set(FocusColumn.X_CHARGE_ID, invoice.heading().number() + "/" + line.number() + suffix)
                .set(FocusColumn.X_TARIFF, line.provenance().tariff());
        // F17: id and name both or none; what only the month of all sites can tell has no region.
        return item.site().equals(RatedUsage.ALL)
                ? row
                : row.set(FocusColumn.REGION_ID, item.site()).set(FocusColumn.REGION_NAME, item.siteName());
    }

    /** What the lines' rounding, and the finite decimals of the rows above, leave to the invoice's total without VAT. */
    private void adjustment() {
        BigDecimal difference = signed(invoice.totals().withoutVat().amount()).subtract(costs);
        if (difference.signum() != 0) {
            rows.add(whole(ONE_TIME, "Adjustment", "Rounding of invoice lines", "/rounding")
                    .cost(difference));
        }
    }

    private void tax(int entry, VatSubtotal subtotal) {
        String words = "VAT " + subtotal.vat().ratePercent().toPlainString() + " per cent";
        rows.add(whole(ONE_TIME, "Tax", words, "/vat-" + entry)
                .cost(signed(subtotal.tax().amount())));
    }

    private FocusRow whole(String frequency, String category, String description, String suffix) {
        BillingPeriod period = invoice.heading().period();
        return row(category, frequency, description)
                .set(FocusColumn.CHARGE_PERIOD_START, period.start())
                .set(FocusColumn.CHARGE_PERIOD_END, period.end())
                .set(FocusColumn.SERVICE_NAME, "GPU rental")
                .set(FocusColumn.X_CHARGE_ID, invoice.heading().number() + suffix);
    }

    private FocusRow row(String category, String frequency, String description) {
        BillingPeriod period = invoice.heading().period();
        String seller = invoice.seller().name();
        return new FocusRow()
                .set(FocusColumn.BILLING_ACCOUNT_ID, invoice.buyer().tenant())
                .set(FocusColumn.BILLING_ACCOUNT_NAME, invoice.buyer().name())
                .set(FocusColumn.BILLING_ACCOUNT_TYPE, "Tenant")
                .set(FocusColumn.BILLING_CURRENCY, invoice.heading().currency().getCurrencyCode())
                .set(FocusColumn.BILLING_PERIOD_START, period.start())
                .set(FocusColumn.BILLING_PERIOD_END, period.end())
                .set(FocusColumn.CHARGE_CATEGORY, category)
                .set(FocusColumn.CHARGE_DESCRIPTION, description)
                .set(FocusColumn.CHARGE_FREQUENCY, frequency)
                .set(FocusColumn.INVOICE_ID, invoice.heading().number())
                .set(FocusColumn.INVOICE_ISSUER_NAME, seller)
                .set(FocusColumn.PROVIDER_NAME, seller)
                .set(FocusColumn.PUBLISHER_NAME, seller)
                .set(FocusColumn.SERVICE_CATEGORY, COMPUTE)
                .set(FocusColumn.SERVICE_SUBCATEGORY, "Virtual Machines");
    }

    private void add(FocusRow row, BigDecimal cost) {
        rows.add(row);
        costs = costs.add(cost);
    }

    private static String skuId(LineItem item) {
        return switch (item.kind()) {
            case GPU_TIME -> item.sku();
            case ENERGY -> item.sku() + "/energy";
            case RESERVATION, GRID, LEVY, CERTIFICATE, FEE, CREDIT -> item.sku() + "/" + item.component();
        };
    }

    private static BigDecimal consumed(InvoiceLine line, BigDecimal quantity) {
        return isGpuTime(line) ? FocusUnits.gpuSeconds(line.facts()) : quantity;
    }

    private static String consumedUnit(InvoiceLine line) {
        return isGpuTime(line)
                ? FocusUnits.GPU_SECONDS
                : FocusUnits.name(line.quantity().unit());
    }

    /** GPU time that was counted day by day; what only a month can tell is in hours. */
    private static boolean isGpuTime(InvoiceLine line) {
        return line.item().kind() == ChargeKind.GPU_TIME && line.facts().milliGpuSeconds() > 0;
    }

    private static BigDecimal scaled(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value.setScale(DECIMALS, RoundingMode.HALF_UP);
    }
}
