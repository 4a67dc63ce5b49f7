package io.wattledger.billing.rest;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a catalog that billing takes, as it is on the wire. What is absent is not touched.
 *
 * @param legalEntities companies of the operator that issue invoices
 * @param accounts tenants as buyers
 * @param taxExchangeRates published rates by which VAT is stated in another currency
 * @param emissionFactors published factors by which energy becomes CO2 equivalents
 */
public record CatalogBody(
        @Nullable List<LegalEntityBody> legalEntities,
        @Nullable List<AccountBody> accounts,
        @Nullable List<TaxExchangeRateBody> taxExchangeRates,
        @Nullable List<EmissionFactorBody> emissionFactors) {

    /** A rate of a day. */
    public record TaxExchangeRateBody(String base, String quote, LocalDate date, BigDecimal rate, String source) {}

    /** A factor of a site from a day on. */
    public record EmissionFactorBody(
            String site, LocalDate validFrom, BigDecimal gramsPerKilowattHour, String source) {}

    /** A company of the operator; docs/catalog.md explains each member. */
    public record LegalEntityBody(
            String id,
            String name,
            String country,
            @Nullable String registrationNumber,
            @Nullable String vatNumber,
            @Nullable String registerNote,
            @Nullable ElectronicAddressBody electronicAddress,
            AddressBody address,
            @Nullable ContactBody contact,
            BankBody bank,
            String accountingCurrency,
            SeriesBody invoiceSeries,
            @Nullable ChartBody chart,
            @Nullable Integer retentionYears) {}

    /** Accounts of the general ledger. */
    public record ChartBody(
            String receivable,
            String bank,
            String loss,
            String rounding,
            @Nullable String allowances,
            @Nullable String prepaid,
            List<RevenueAccountBody> revenue,
            List<VatAccountBody> vat,
            @Nullable ReminderAccountsBody reminders,
            @Nullable List<LedgerAccountBody> accounts) {}

    /** Where what reminders claim is booked. */
    public record ReminderAccountsBody(String fee, String interest) {}

    /** What an account is, for SAF-T. */
    public record LedgerAccountBody(String account, String name, String groupingCategory, String groupingCode) {}

    /** An account of revenue. */
    public record RevenueAccountBody(
            String account,
            @Nullable List<String> kinds,
            @Nullable String vatCategory) {}

    /** How a VAT treatment is booked. */
    public record VatAccountBody(
            String category, BigDecimal rate, @Nullable String account, String taxCode) {}

    /** Where a party receives electronic documents. */
    public record ElectronicAddressBody(String scheme, String id) {}

    /** A postal address. */
    public record AddressBody(
            @Nullable String street,
            @Nullable String additionalStreet,
            @Nullable String city,
            @Nullable String postalCode,
            String country) {}

    /** Whom a buyer asks. */
    public record ContactBody(
            @Nullable String name,
            @Nullable String phone,
            @Nullable String email) {}

    /** Where to pay. */
    public record BankBody(
            String iban,
            @Nullable String bic,
            @Nullable String accountName,
            @Nullable KidBody kid) {}

    /** What is agreed with a Norwegian bank about customer identification numbers. */
    public record KidBody(int customerDigits, int invoiceDigits, String checkDigit) {}

    /** The series of a legal entity's invoice numbers. */
    public record SeriesBody(String prefix, int digits) {}

    /** A tenant as a buyer. */
    public record AccountBody(
            String tenant,
            String name,
            String kind,
            String country,
            @Nullable String registrationNumber,
            @Nullable String vatNumber,
            @Nullable ElectronicAddressBody electronicAddress,
            AddressBody address,
            @Nullable String email,
            @Nullable String language,
            @Nullable List<String> documents,
            @Nullable String customerNumber,
            List<ContractBody> contracts,
            @Nullable List<DiscountBody> discounts,
            @Nullable List<CommitmentBody> commitments,
            @Nullable List<InvoicedToBody> invoicedTo) {}

    /** Who is invoiced instead of a tenant from a month on; docs/reseller.md explains each member. */
    public record InvoicedToBody(
            String from,
            @Nullable String reseller,
            @Nullable String contract) {}

    /** A discount; docs/contract-money.md explains each member. */
    public record DiscountBody(
            String id,
            String words,
            @Nullable BigDecimal percent,
            @Nullable BigDecimal amountPerMonth,
            @Nullable List<String> kinds,
            @Nullable List<String> skus,
            @Nullable List<String> sites,
            @Nullable List<String> contracts,
            String firstMonth,
            @Nullable String untilMonth,
            @Nullable BigDecimal cap,
            @Nullable String commitment,
            @Nullable String reasonCode) {}

    /** A minimum commitment; docs/contract-money.md explains each member. */
    public record CommitmentBody(
            String id,
            String words,
            BigDecimal amount,
            String currency,
            String every,
            String firstMonth,
            String untilMonth,
            @Nullable List<String> kinds,
            @Nullable List<String> skus,
            @Nullable List<String> sites,
            @Nullable List<String> contracts,
            @Nullable BigDecimal overagePercent) {}

    /** What a tenant agreed with a legal entity. */
    public record ContractBody(
            String id,
            String legalEntity,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            String tariff,
            String currency,
            String billingTimeZone,
            int paymentTermsDays,
            @Nullable String buyerReference,
            @Nullable String orderReference,
            @Nullable String contractReference,
            @Nullable String unpricedUsage,
            @Nullable Integer graceDays,
            @Nullable String corrections,
            @Nullable VatBody vat,
            @Nullable List<InvoiceSplitBody> invoices,
            @Nullable List<CostCentreBody> costCentres) {}

    /** Where the buyer books a project from a month on; docs/invoices.md explains each member. */
    public record CostCentreBody(
            String project, String from, @Nullable String costCentre) {}

    /** Into how many documents a month goes; docs/invoices.md explains each member. */
    public record InvoiceSplitBody(
            String from,
            String mode,
            @Nullable List<InvoiceGroupBody> groups,
            @Nullable String contractWide) {}

    /** Projects that go on one document. */
    public record InvoiceGroupBody(
            String name,
            @Nullable List<String> projects,
            @Nullable String buyerReference,
            @Nullable String orderReference,
            @Nullable String costCentre) {}

    /** How every line is taxed, where a contract states it; docs/tax.md explains each member. */
    public record VatBody(
            String category,
            BigDecimal rate,
            @Nullable String exemptionCode,
            @Nullable String exemptionReason,
            @Nullable String overrideReason) {}
}
