package io.wattledger.billing.focus;

import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineItem;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.WireName;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The columns that all rows of a document have, and those that rows of one line have. */
final class FocusForm {

    private final FocusDocument document;
    private final String periodStart;
    private final String periodEnd;

    /** What was written before, as text: a document has few days, projects and SKUs, and each in many rows. */
    private final Map<Instant, String> instants = new HashMap<>();

    private final Map<String, String> tagsOfProjects = new HashMap<>();
    private final Map<String, String> detailsOfSkus = new HashMap<>();

    FocusForm(FocusDocument document) {
        this.document = document;
        this.periodStart = document.periodStart().toString();
        this.periodEnd = document.periodEnd().toString();
    }

    /** A row about the whole document. */
    FocusRow whole(ChargeCategory category, String description, String suffix) {
        BillingPeriod days = document.billedDays();
        FocusRow row = row(category, description, suffix, days.start(), days.end());
        if (document.correction()) {
            row.set(FocusColumn.CHARGE_CLASS, "Correction");
        }
        return FocusService.GPU_RENTAL.on(row);
    }

    /** A row about a charge of a line. */
    FocusRow ofLine(InvoiceLine line, ChargeCategory category, String suffix, Instant start, Instant end) {
        LineItem item = line.item();
        String words = item.description() + ", " + item.skuName() + ", " + item.siteName();
        FocusRow row = row(category, words, "/" + line.number() + suffix, start, end)
                .set(FocusColumn.X_INVOICE_LINE, Integer.toString(line.number()))
                .set(FocusColumn.X_TARIFF, line.provenance().tariff())
                .set(FocusColumn.X_COMPONENT, item.component())
                .set(FocusColumn.X_COMPONENT_PART, line.provenance().part())
                .set(FocusColumn.X_CHARGE_KIND, item.kind().name())
                .set(FocusColumn.X_VAT_CATEGORY, line.vat().category().name())
                .set(FocusColumn.X_VAT_RATE, line.vat().ratePercent());
        // F17: id and name both or none; what falls to no single project or site has none.
        if (!item.project().equals(RatedUsage.ALL)) {
            row.set(FocusColumn.SUB_ACCOUNT_ID, item.project())
                    .set(FocusColumn.SUB_ACCOUNT_NAME, item.project())
                    .set(FocusColumn.SUB_ACCOUNT_TYPE, "Project");
        }
        if (!item.site().equals(RatedUsage.ALL)) {
            row.set(FocusColumn.REGION_ID, item.site()).set(FocusColumn.REGION_NAME, item.siteName());
        }
        CorrectedLine corrects = line.provenance().corrects();
        if (corrects != null || document.correction()) {
            row.set(FocusColumn.CHARGE_CLASS, "Correction");
        }
        if (corrects != null) {
            row.set(FocusColumn.X_CORRECTS_INVOICE, corrects.number())
                    .set(
                            FocusColumn.X_CORRECTS_LINE,
                            corrects.line() == null ? null : Integer.toString(corrects.line()));
        }
        return FocusService.of(item.kind()).on(tagged(row, item));
    }

    /** Adds what was bought: the SKU and the price by which it is known. */
    FocusRow sku(FocusRow row, InvoiceLine line, String pricingCategory) {
        LineItem item = line.item();
        return row.set(FocusColumn.PRICING_CATEGORY, pricingCategory)
                .set(FocusColumn.SKU_ID, skuId(item, line.quantity().unit()))
                .set(FocusColumn.SKU_METER, meter(line.quantity().unit()))
                .set(FocusColumn.SKU_PRICE_DETAILS, details(item))
                .set(FocusColumn.SKU_PRICE_ID, skuPriceId(line));
    }

    /** Tariff, component, site and SKU, as the price list has it, with the part of the component where it has several. */
    static String skuPriceId(InvoiceLine line) {
        LineItem item = line.item();
        String id = String.join("/", line.provenance().tariff(), item.component(), item.site(), item.sku());
        String part = line.provenance().part();
        return part == null ? id : id + "/" + part;
    }

    private FocusRow row(ChargeCategory category, String description, String suffix, Instant start, Instant end) {
        Invoice invoice = document.invoice();
        String seller = invoice.seller().name();
        return new FocusRow()
                .set(FocusColumn.BILLING_ACCOUNT_ID, invoice.buyer().tenant())
                .set(FocusColumn.BILLING_ACCOUNT_NAME, invoice.buyer().name())
                .set(FocusColumn.BILLING_ACCOUNT_TYPE, "Tenant")
                .set(FocusColumn.BILLING_CURRENCY, invoice.heading().currency().getCurrencyCode())
                .set(FocusColumn.BILLING_PERIOD_START, periodStart)
                .set(FocusColumn.BILLING_PERIOD_END, periodEnd)
                .set(FocusColumn.CHARGE_CATEGORY, category.text())
                .set(FocusColumn.CHARGE_DESCRIPTION, description)
                .set(FocusColumn.CHARGE_FREQUENCY, category.frequency())
                .set(FocusColumn.CHARGE_PERIOD_START, text(start))
                .set(FocusColumn.CHARGE_PERIOD_END, text(end))
                .set(FocusColumn.INVOICE_ID, document.number())
                .set(FocusColumn.INVOICE_DETAIL_ID, category.detail(document.number()))
                .set(FocusColumn.INVOICE_ISSUER_NAME, seller)
                .set(FocusColumn.PROVIDER_NAME, seller)
                .set(FocusColumn.PUBLISHER_NAME, seller)
                .set(FocusColumn.HOST_PROVIDER_NAME, seller)
                .set(FocusColumn.SERVICE_PROVIDER_NAME, seller)
                .set(FocusColumn.X_CHARGE_ID, document.number() + suffix)
                .set(FocusColumn.X_CONTRACT, invoice.references().contract());
    }

    private FocusRow tagged(FocusRow row, LineItem item) {
        return row.set(FocusColumn.TAGS, tagsOfProjects.computeIfAbsent(item.project(), this::tags));
    }

    private String tags(String project) {
        Map<String, String> tags = new TreeMap<>();
        tags.put("wattledger/contract", document.invoice().references().contract());
        if (!project.equals(RatedUsage.ALL)) {
            tags.put("wattledger/project", project);
        }
        return json(tags);
    }

    private String details(LineItem item) {
        return detailsOfSkus.computeIfAbsent(item.skuName(), name -> json(Map.of("x_SkuName", name)));
    }

    private String text(Instant instant) {
        return instants.computeIfAbsent(
                instant, one -> one.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String json(Map<String, String> object) {
        return new String(WireJson.write(object), StandardCharsets.UTF_8);
    }

    /** GPU time is known by its SKU; what comes on top of it by what it is charged for as well. */
    private static String skuId(LineItem item, ChargeUnit unit) {
        String kind = WireName.of(item.kind());
        if (item.sku().equals(RatedUsage.ALL)) {
            return kind;
        }
        return item.kind() == ChargeKind.GPU_TIME && unit == ChargeUnit.GPU_HOUR ? item.sku() : item.sku() + "/" + kind;
    }

    private static String meter(ChargeUnit unit) {
        return switch (unit) {
            case GPU_HOUR -> "GPU time";
            case FACILITY_KWH -> "Facility energy";
            case IT_KWH -> "IT energy";
            case KILOWATT_MONTH, KILOWATT -> "Power";
            case SITE_DAY -> "Days of a site";
            case CERTIFICATE -> "Certificates of origin";
            case ONE -> "Units";
        };
    }
}
