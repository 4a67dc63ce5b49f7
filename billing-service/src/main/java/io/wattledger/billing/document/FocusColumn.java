package io.wattledger.billing.document;

import java.util.Locale;

/** The columns that the FOCUS export writes, in this order. The names are FOCUS 1.2's; {@code x_} marks our own. */
enum FocusColumn {
    BILLED_COST,
    BILLING_ACCOUNT_ID,
    BILLING_ACCOUNT_NAME,
    BILLING_ACCOUNT_TYPE,
    BILLING_CURRENCY,
    BILLING_PERIOD_END,
    BILLING_PERIOD_START,
    CHARGE_CATEGORY,
    CHARGE_CLASS,
    CHARGE_DESCRIPTION,
    CHARGE_FREQUENCY,
    CHARGE_PERIOD_END,
    CHARGE_PERIOD_START,
    CONSUMED_QUANTITY,
    CONSUMED_UNIT,
    CONTRACTED_COST,
    CONTRACTED_UNIT_PRICE,
    EFFECTIVE_COST,
    INVOICE_ID,
    INVOICE_ISSUER_NAME,
    LIST_COST,
    LIST_UNIT_PRICE,
    PRICING_CATEGORY,
    PRICING_QUANTITY,
    PRICING_UNIT,
    PROVIDER_NAME,
    PUBLISHER_NAME,
    REGION_ID,
    REGION_NAME,
    SERVICE_CATEGORY,
    SERVICE_NAME,
    SERVICE_SUBCATEGORY,
    SKU_ID,
    SKU_METER,
    SKU_PRICE_ID,
    SUB_ACCOUNT_ID,
    SUB_ACCOUNT_NAME,
    SUB_ACCOUNT_TYPE,
    X_INVOICE_LINE("x_InvoiceLine"),
    X_CHARGE_ID("x_ChargeId"),
    X_GPU_SECONDS("x_GpuSeconds"),
    X_IT_ENERGY("x_ItEnergyKwh"),
    X_FACILITY_ENERGY("x_FacilityEnergyKwh"),
    X_TARIFF("x_Tariff");

    private final String header;

    FocusColumn() {
        this.header = pascalCase(name());
    }

    FocusColumn(String header) {
        this.header = header;
    }

    String header() {
        return header;
    }

    private static String pascalCase(String name) {
        StringBuilder text = new StringBuilder();
        for (String word : name.split("_", -1)) {
            text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }
}
