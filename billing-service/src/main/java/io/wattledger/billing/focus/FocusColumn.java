package io.wattledger.billing.focus;

import static io.wattledger.billing.focus.FocusType.DATE_TIME;
import static io.wattledger.billing.focus.FocusType.DECIMAL;
import static io.wattledger.billing.focus.FocusType.JSON;
import static io.wattledger.billing.focus.FocusType.STRING;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns of an export in their order: those of the specification by name, then our own, which begin with {@code x_}
 * and carry what a rated charge says beyond it.
 */
public enum FocusColumn {
    BILLED_COST(DECIMAL, true),
    BILLING_ACCOUNT_ID(STRING, true),
    BILLING_ACCOUNT_NAME(STRING, true),
    BILLING_ACCOUNT_TYPE(STRING, true),
    BILLING_CURRENCY(STRING, true),
    BILLING_PERIOD_CREATED(DATE_TIME, true),
    BILLING_PERIOD_END(DATE_TIME, true),
    BILLING_PERIOD_LAST_UPDATED(DATE_TIME, true),
    BILLING_PERIOD_START(DATE_TIME, true),
    BILLING_PERIOD_STATUS(STRING, true),
    CAPACITY_RESERVATION_ID(STRING, false),
    CAPACITY_RESERVATION_STATUS(STRING, false),
    CHARGE_CATEGORY(STRING, true),
    CHARGE_CLASS(STRING, false),
    CHARGE_DESCRIPTION(STRING, true),
    CHARGE_FREQUENCY(STRING, true),
    CHARGE_PERIOD_END(DATE_TIME, true),
    CHARGE_PERIOD_START(DATE_TIME, true),
    COMMITMENT_DISCOUNT_CATEGORY(STRING, false),
    COMMITMENT_DISCOUNT_ID(STRING, false),
    COMMITMENT_DISCOUNT_NAME(STRING, false),
    COMMITMENT_DISCOUNT_QUANTITY(DECIMAL, false),
    COMMITMENT_DISCOUNT_STATUS(STRING, false),
    COMMITMENT_DISCOUNT_TYPE(STRING, false),
    COMMITMENT_DISCOUNT_UNIT(STRING, false),
    CONSUMED_QUANTITY(DECIMAL, false),
    CONSUMED_UNIT(STRING, false),
    CONTRACTED_COST(DECIMAL, true),
    CONTRACTED_UNIT_PRICE(DECIMAL, false),
    EFFECTIVE_COST(DECIMAL, true),
    HOST_PROVIDER_NAME(STRING, true),
    INVOICE_DETAIL_CREATED(DATE_TIME, true),
    INVOICE_DETAIL_DESCRIPTION(STRING, true),
    INVOICE_DETAIL_ID(STRING, true),
    INVOICE_DETAIL_LAST_UPDATED(DATE_TIME, true),
    INVOICE_ID(STRING, true),
    INVOICE_ISSUE_DATE(DATE_TIME, true),
    INVOICE_ISSUE_STATUS(STRING, true),
    INVOICE_ISSUER_NAME(STRING, true),
    LIST_COST(DECIMAL, true),
    LIST_UNIT_PRICE(DECIMAL, false),
    PAYMENT_DUE_DATE(DATE_TIME, true),
    PAYMENT_TERMS(STRING, true),
    PRICING_CATEGORY(STRING, false),
    PRICING_QUANTITY(DECIMAL, false),
    PRICING_UNIT(STRING, false),
    PROVIDER_NAME(STRING, true),
    PUBLISHER_NAME(STRING, true),
    PURCHASE_ORDER_NUMBER(STRING, false),
    REFERENCE_INVOICE_ID(STRING, true),
    REGION_ID(STRING, false),
    REGION_NAME(STRING, false),
    SERVICE_CATEGORY(STRING, true),
    SERVICE_NAME(STRING, true),
    SERVICE_PROVIDER_NAME(STRING, true),
    SERVICE_SUBCATEGORY(STRING, true),
    SKU_ID(STRING, false),
    SKU_METER(STRING, false),
    SKU_PRICE_DETAILS(JSON, false),
    SKU_PRICE_ID(STRING, false),
    SUB_ACCOUNT_ID(STRING, false),
    SUB_ACCOUNT_NAME(STRING, false),
    SUB_ACCOUNT_TYPE(STRING, false),
    TAGS(JSON, false),
    X_CHARGE_ID("x_ChargeId", STRING, true),
    X_INVOICE_LINE("x_InvoiceLine", STRING, false),
    X_CONTRACT("x_Contract", STRING, true),
    X_RATED_RECORD("x_RatedRecord", STRING, false),
    X_SITE_DATE("x_SiteDate", STRING, false),
    X_TARIFF("x_Tariff", STRING, false),
    X_TARIFF_VERSION("x_TariffVersion", STRING, false),
    X_OVERRIDES("x_Overrides", STRING, false),
    X_COMPONENT("x_Component", STRING, false),
    X_COMPONENT_PART("x_ComponentPart", STRING, false),
    X_CHARGE_KIND("x_ChargeKind", STRING, false),
    X_UNROUNDED_AMOUNT("x_UnroundedAmount", STRING, false),
    X_UNROUNDED_QUANTITY("x_UnroundedQuantity", STRING, false),
    X_TARIFF_UNIT_PRICE("x_TariffUnitPrice", STRING, false),
    X_GPU_SECONDS("x_GpuSeconds", DECIMAL, false),
    X_ESTIMATED_GPU_SECONDS("x_EstimatedGpuSeconds", DECIMAL, false),
    X_IT_ENERGY("x_ItEnergyKwh", DECIMAL, false),
    X_ESTIMATED_IT_ENERGY("x_EstimatedItEnergyKwh", DECIMAL, false),
    X_FACILITY_ENERGY("x_FacilityEnergyKwh", DECIMAL, false),
    X_LOCATION_BASED_EMISSIONS("x_LocationBasedCo2eGrams", DECIMAL, false),
    X_MARKET_BASED_EMISSIONS("x_MarketBasedCo2eGrams", DECIMAL, false),
    X_UNKNOWN_EMISSIONS_ENERGY("x_EnergyWithoutEmissionFactorKwh", DECIMAL, false),
    X_GAPS("x_Gaps", STRING, false),
    X_DOCUMENTS("x_PriceDocuments", STRING, false),
    X_VAT_CATEGORY("x_VatCategory", STRING, false),
    X_VAT_RATE("x_VatRatePercent", DECIMAL, false),
    X_CORRECTS_INVOICE("x_CorrectsInvoice", STRING, false),
    X_CORRECTS_LINE("x_CorrectsLine", STRING, false);

    /** The columns of Billing Period; the months themselves are columns of Cost and Usage as well. */
    private static final Set<FocusColumn> BILLING_PERIOD = EnumSet.of(
            BILLING_PERIOD_CREATED,
            BILLING_PERIOD_END,
            BILLING_PERIOD_LAST_UPDATED,
            BILLING_PERIOD_START,
            BILLING_PERIOD_STATUS,
            INVOICE_ISSUER_NAME);

    /** The columns of Invoice Detail. */
    private static final Set<FocusColumn> INVOICE_DETAIL = EnumSet.of(
            BILLED_COST,
            BILLING_ACCOUNT_ID,
            BILLING_CURRENCY,
            BILLING_PERIOD_END,
            BILLING_PERIOD_START,
            CHARGE_CATEGORY,
            INVOICE_DETAIL_CREATED,
            INVOICE_DETAIL_DESCRIPTION,
            INVOICE_DETAIL_ID,
            INVOICE_DETAIL_LAST_UPDATED,
            INVOICE_ID,
            INVOICE_ISSUE_DATE,
            INVOICE_ISSUE_STATUS,
            INVOICE_ISSUER_NAME,
            PAYMENT_DUE_DATE,
            PAYMENT_TERMS,
            PURCHASE_ORDER_NUMBER,
            REFERENCE_INVOICE_ID);

    /** Columns that only Billing Period and Invoice Detail have. */
    private static final Set<FocusColumn> NOT_OF_COST_AND_USAGE = EnumSet.of(
            BILLING_PERIOD_CREATED,
            BILLING_PERIOD_LAST_UPDATED,
            BILLING_PERIOD_STATUS,
            INVOICE_DETAIL_CREATED,
            INVOICE_DETAIL_DESCRIPTION,
            INVOICE_DETAIL_LAST_UPDATED,
            INVOICE_ISSUE_DATE,
            INVOICE_ISSUE_STATUS,
            PAYMENT_DUE_DATE,
            PAYMENT_TERMS,
            PURCHASE_ORDER_NUMBER,
            REFERENCE_INVOICE_ID);

    /** Columns that name the provider until 1.2; 1.3 deprecated and 1.4 removed them. */
    private static final Set<FocusColumn> UNTIL_1_2 = EnumSet.of(PROVIDER_NAME, PUBLISHER_NAME);

    /** Columns that came with 1.3 or 1.4. */
    private static final Set<FocusColumn> SINCE_1_4 =
            EnumSet.of(HOST_PROVIDER_NAME, SERVICE_PROVIDER_NAME, INVOICE_DETAIL_ID);

    private final String header;
    private final FocusType type;
    private final boolean required;

    FocusColumn(FocusType type, boolean required) {
        this.header = pascalCase(name());
        this.type = type;
        this.required = required;
    }

    FocusColumn(String header, FocusType type, boolean required) {
        this.header = header;
        this.type = type;
        this.required = required;
    }

    /** The columns of a dataset in their order; datasets other than Cost and Usage came with 1.4. */
    public static List<FocusColumn> of(FocusDataset dataset, FocusVersion version) {
        Set<FocusColumn> columns =
                switch (dataset) {
                    case COST_AND_USAGE -> costAndUsage(version);
                    case INVOICE_DETAIL -> INVOICE_DETAIL;
                    case BILLING_PERIOD -> BILLING_PERIOD;
                };
        return List.copyOf(columns);
    }

    private static Set<FocusColumn> costAndUsage(FocusVersion version) {
        Set<FocusColumn> columns = EnumSet.complementOf(EnumSet.copyOf(NOT_OF_COST_AND_USAGE));
        columns.removeAll(
                switch (version) {
                    case V1_2 -> SINCE_1_4;
                    case V1_4 -> UNTIL_1_2;
                });
        return columns;
    }

    /** The name of the column. */
    public String header() {
        return header;
    }

    /** What its values are. */
    public FocusType type() {
        return type;
    }

    /** Whether each row has a value in it. */
    public boolean required() {
        return required;
    }

    private static String pascalCase(String name) {
        StringBuilder text = new StringBuilder();
        for (String word : name.split("_", -1)) {
            text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }
}
