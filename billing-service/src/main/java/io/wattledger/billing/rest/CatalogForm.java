package io.wattledger.billing.rest;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.InvoiceSeries;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.account.Resale;
import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.RevenueAccount;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.bookkeeping.GeneralLedger;
import io.wattledger.billing.bookkeeping.GeneralLedger.ReminderAccounts;
import io.wattledger.billing.bookkeeping.LedgerAccount;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.contract.Corrections;
import io.wattledger.billing.contract.Term;
import io.wattledger.billing.contract.UnpricedUsage;
import io.wattledger.billing.contract.VatTerms;
import io.wattledger.billing.flow.ApplyCatalog.Catalog;
import io.wattledger.billing.flow.PublishedBook.SiteEmission;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.EmissionFactor;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.KidAgreement;
import io.wattledger.billing.invoice.KidAgreement.CheckDigit;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.rest.CatalogBody.AccountBody;
import io.wattledger.billing.rest.CatalogBody.AddressBody;
import io.wattledger.billing.rest.CatalogBody.ChartBody;
import io.wattledger.billing.rest.CatalogBody.ContactBody;
import io.wattledger.billing.rest.CatalogBody.ContractBody;
import io.wattledger.billing.rest.CatalogBody.ElectronicAddressBody;
import io.wattledger.billing.rest.CatalogBody.EmissionFactorBody;
import io.wattledger.billing.rest.CatalogBody.InvoicedToBody;
import io.wattledger.billing.rest.CatalogBody.KidBody;
import io.wattledger.billing.rest.CatalogBody.LegalEntityBody;
import io.wattledger.billing.rest.CatalogBody.ReminderAccountsBody;
import io.wattledger.billing.rest.CatalogBody.RevenueAccountBody;
import io.wattledger.billing.rest.CatalogBody.TaxExchangeRateBody;
import io.wattledger.billing.rest.CatalogBody.VatAccountBody;
import io.wattledger.billing.rest.CatalogBody.VatBody;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.contracts.message.ChargeKind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a catalog from its wire form into the domain's, and collects every member that has no meaning there. */
final class CatalogForm {

    private static final String DEFAULT_LANGUAGE = "en-GB";

    private final List<FieldError> errors = new ArrayList<>();
    private final WordsOfForm words = new WordsOfForm(errors);

    private CatalogForm() {}

    /**
     * A catalog, or what is wrong with it.
     *
     * @param catalog to be used only where there are no errors
     * @param errors members that cannot be read
     */
    record FromWire(Catalog catalog, List<FieldError> errors) {}

    static FromWire fromWire(CatalogBody body) {
        CatalogForm form = new CatalogForm();
        List<LegalEntity> entities = form.all(body.legalEntities(), "/legalEntities/", form::legalEntity);
        List<Account> accounts = form.all(body.accounts(), "/accounts/", form::account);
        List<ExchangeRate> rates = form.all(body.taxExchangeRates(), "/taxExchangeRates/", form::rate);
        List<SiteEmission> emissions = form.all(body.emissionFactors(), "/emissionFactors/", form::emission);
        return new FromWire(new Catalog(entities, accounts, rates, emissions), List.copyOf(form.errors));
    }

    /** A part of the wire form with the pointer to it. */
    private record At<T>(String pointer, T body) {}

    private <T, R> List<R> all(@Nullable List<T> bodies, String pointer, Function<At<T>, R> conversion) {
        List<R> converted = new ArrayList<>();
        if (bodies != null) {
            for (int i = 0; i < bodies.size(); i++) {
                if (bodies.get(i) == null) {
                    errors.add(new FieldError(pointer + i, "is null; leave it out or write an object"));
                } else {
                    converted.add(conversion.apply(new At<>(pointer + i, bodies.get(i))));
                }
            }
        }
        return converted;
    }

    private LegalEntity legalEntity(At<LegalEntityBody> at) {
        LegalEntityBody body = at.body();
        Seller seller = new Seller(
                body.id(),
                body.name(),
                new LegalIdentity(body.country(), body.registrationNumber(), body.vatNumber(), body.registerNote()),
                electronicAddress(body.electronicAddress()),
                address(body.address()),
                contact(body.contact()),
                new BankAccount(
                        body.bank().iban(),
                        body.bank().bic(),
                        body.bank().accountName(),
                        kid(at.pointer() + "/bank/kid", body.bank().kid())),
                words.currency(at.pointer() + "/accountingCurrency", body.accountingCurrency()));
        return new LegalEntity(
                seller,
                new InvoiceSeries(
                        body.invoiceSeries().prefix(), body.invoiceSeries().digits()),
                chart(at.pointer() + "/chart", body.chart()),
                ledger(at.pointer() + "/chart", body.chart()),
                body.retentionYears());
    }

    private @Nullable GeneralLedger ledger(String pointer, @Nullable ChartBody body) {
        if (body == null || body.reminders() == null && body.accounts() == null) {
            return null;
        }
        ReminderAccountsBody reminders = body.reminders();
        return new GeneralLedger(
                all(
                        body.accounts(),
                        pointer + "/accounts/",
                        at -> new LedgerAccount(
                                at.body().account(),
                                at.body().name(),
                                at.body().groupingCategory(),
                                at.body().groupingCode())),
                reminders == null ? null : new ReminderAccounts(reminders.fee(), reminders.interest()));
    }

    private @Nullable ChartOfAccounts chart(String pointer, @Nullable ChartBody body) {
        return body == null
                ? null
                : new ChartOfAccounts(
                        body.receivable(),
                        body.bank(),
                        body.loss(),
                        body.rounding(),
                        body.allowances(),
                        body.prepaid(),
                        all(body.revenue(), pointer + "/revenue/", this::revenueAccount),
                        all(body.vat(), pointer + "/vat/", this::vatAccount));
    }

    private RevenueAccount revenueAccount(At<RevenueAccountBody> at) {
        List<ChargeKind> kinds = new ArrayList<>();
        List<String> names = at.body().kinds() == null ? List.of() : at.body().kinds();
        for (int i = 0; i < names.size(); i++) {
            kinds.add(words.named(at.pointer() + "/kinds/" + i, names.get(i), ChargeKind.values(), ChargeKind.FEE));
        }
        String category = at.body().vatCategory();
        return new RevenueAccount(
                at.body().account(),
                kinds,
                category == null ? null : category(at.pointer() + "/vatCategory", category));
    }

    private VatAccount vatAccount(At<VatAccountBody> at) {
        VatAccountBody body = at.body();
        return new VatAccount(
                category(at.pointer() + "/category", body.category()), body.rate(), body.account(), body.taxCode());
    }

    private Account account(At<AccountBody> at) {
        AccountBody body = at.body();
        Buyer buyer = new Buyer(
                body.tenant(),
                body.name(),
                words.named(at.pointer() + "/kind", body.kind(), BuyerKind.values(), BuyerKind.BUSINESS),
                new LegalIdentity(body.country(), body.registrationNumber(), body.vatNumber(), null),
                electronicAddress(body.electronicAddress()),
                address(body.address()),
                body.email(),
                body.language() == null ? DEFAULT_LANGUAGE : body.language());
        List<DocumentFormat> documents = documents(at.pointer() + "/documents", body.documents());
        List<Contract> contracts = all(
                body.contracts(),
                at.pointer() + "/contracts/",
                contract -> contract(contract, documents, body.customerNumber()));
        CommercialForm commercial = new CommercialForm(
                at.pointer(), contracts.stream().map(Contract::id).toList(), words);
        return new Account(
                buyer,
                contracts,
                commercial.terms(body.discounts(), body.commitments()),
                all(body.invoicedTo(), at.pointer() + "/invoicedTo/", this::resale));
    }

    private Resale resale(At<InvoicedToBody> at) {
        InvoicedToBody body = at.body();
        return new Resale(words.month(at.pointer() + "/from", body.from()), body.reseller(), body.contract());
    }

    private @Nullable List<DocumentFormat> documents(String pointer, @Nullable List<String> names) {
        if (names == null) {
            return null;
        }
        if (names.isEmpty()) {
            errors.add(new FieldError(pointer, "is empty; leave it out for the documents usual in the country"));
        }
        List<DocumentFormat> formats = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            formats.add(
                    words.named(pointer + "/" + i, names.get(i), DocumentFormat.values(), DocumentFormat.PEPPOL_BIS));
        }
        return formats.stream().distinct().toList();
    }

    private @Nullable KidAgreement kid(String pointer, @Nullable KidBody body) {
        return body == null
                ? null
                : new KidAgreement(
                        body.customerDigits(),
                        body.invoiceDigits(),
                        words.named(pointer + "/checkDigit", body.checkDigit(), CheckDigit.values(), CheckDigit.MOD10));
    }

    private ExchangeRate rate(At<TaxExchangeRateBody> at) {
        TaxExchangeRateBody body = at.body();
        BigDecimal rate = body.rate();
        if (rate.signum() <= 0) {
            errors.add(new FieldError(at.pointer() + "/rate", rate.toPlainString() + " is not above zero"));
            rate = BigDecimal.ONE;
        }
        source(at.pointer(), body.source());
        return new ExchangeRate(
                words.currency(at.pointer() + "/base", body.base()),
                words.currency(at.pointer() + "/quote", body.quote()),
                body.date(),
                rate,
                body.source());
    }

    private SiteEmission emission(At<EmissionFactorBody> at) {
        EmissionFactorBody body = at.body();
        if (body.gramsPerKilowattHour().signum() < 0) {
            errors.add(new FieldError(
                    at.pointer() + "/gramsPerKilowattHour",
                    body.gramsPerKilowattHour().toPlainString() + " is below zero"));
        }
        source(at.pointer(), body.source());
        return new SiteEmission(
                body.site(), new EmissionFactor(body.gramsPerKilowattHour(), body.source(), body.validFrom()));
    }

    private void source(String pointer, String source) {
        if (source.isBlank()) {
            errors.add(new FieldError(pointer + "/source", "is blank; invoices print who published it"));
        }
    }

    private Contract contract(
            At<ContractBody> at, @Nullable List<DocumentFormat> documents, @Nullable String customerNumber) {
        ContractBody body = at.body();
        UnpricedUsage unpriced = body.unpricedUsage() == null
                ? UnpricedUsage.HOLD
                : words.named(
                        at.pointer() + "/unpricedUsage",
                        body.unpricedUsage(),
                        UnpricedUsage.values(),
                        UnpricedUsage.HOLD);
        return new Contract(
                body.id(),
                body.legalEntity(),
                new Term(body.validFrom(), body.validTo()),
                body.tariff(),
                words.currency(at.pointer() + "/currency", body.currency()),
                new BillingTerms(
                        zone(at.pointer() + "/billingTimeZone", body),
                        body.paymentTermsDays(),
                        unpriced,
                        body.graceDays(),
                        corrections(at.pointer() + "/corrections", body.corrections()),
                        new InvoiceSplitForm(at.pointer() + "/invoices", words).splits(body.invoices())),
                new ContractReferences(
                        body.buyerReference(),
                        body.orderReference(),
                        body.contractReference(),
                        documents,
                        customerNumber,
                        new InvoiceSplitForm(at.pointer() + "/costCentres", words).costCentres(body.costCentres())),
                vat(at.pointer() + "/vat", body.vat()));
    }

    private @Nullable Corrections corrections(String pointer, @Nullable String value) {
        return value == null ? null : words.named(pointer, value, Corrections.values(), Corrections.NEXT_INVOICE);
    }

    private @Nullable VatTerms vat(String pointer, @Nullable VatBody body) {
        if (body == null) {
            return null;
        }
        VatTreatment stated = TaxDetermination.treatment(
                category(pointer + "/category", body.category()),
                body.rate(),
                body.exemptionCode(),
                body.exemptionReason());
        return new VatTerms(
                stated.category(),
                stated.ratePercent(),
                stated.exemptionCode(),
                stated.exemptionReason(),
                body.overrideReason());
    }

    private VatCategory category(String pointer, String code) {
        return List.of(VatCategory.values()).stream()
                .filter(one -> one.name().equals(code))
                .findFirst()
                .orElseGet(() -> {
                    errors.add(new FieldError(
                            pointer, "'" + code + "' is no VAT category; known are " + List.of(VatCategory.values())));
                    return VatCategory.O;
                });
    }

    private ZoneId zone(String pointer, ContractBody body) {
        try {
            return ZoneId.of(body.billingTimeZone());
        } catch (DateTimeException e) {
            errors.add(new FieldError(
                    pointer, "'" + body.billingTimeZone() + "' is no IANA time zone, for example Europe/Oslo"));
            return ZoneOffset.UTC;
        }
    }

    private static @Nullable ElectronicAddress electronicAddress(@Nullable ElectronicAddressBody body) {
        return body == null ? null : new ElectronicAddress(body.scheme(), body.id());
    }

    private static PostalAddress address(AddressBody body) {
        return new PostalAddress(
                body.street(), body.additionalStreet(), body.city(), body.postalCode(), body.country());
    }

    private static @Nullable Contact contact(@Nullable ContactBody body) {
        return body == null ? null : new Contact(body.name(), body.phone(), body.email());
    }
}
