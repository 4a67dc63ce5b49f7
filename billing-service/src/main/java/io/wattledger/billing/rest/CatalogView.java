package io.wattledger.billing.rest;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.account.Resale;
import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.GeneralLedger;
import io.wattledger.billing.bookkeeping.GeneralLedger.ReminderAccounts;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.contract.VatTerms;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.KidAgreement;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.rest.CatalogBody.AccountBody;
import io.wattledger.billing.rest.CatalogBody.AddressBody;
import io.wattledger.billing.rest.CatalogBody.BankBody;
import io.wattledger.billing.rest.CatalogBody.ChartBody;
import io.wattledger.billing.rest.CatalogBody.ContactBody;
import io.wattledger.billing.rest.CatalogBody.ContractBody;
import io.wattledger.billing.rest.CatalogBody.CostCentreBody;
import io.wattledger.billing.rest.CatalogBody.ElectronicAddressBody;
import io.wattledger.billing.rest.CatalogBody.InvoiceGroupBody;
import io.wattledger.billing.rest.CatalogBody.InvoiceSplitBody;
import io.wattledger.billing.rest.CatalogBody.InvoicedToBody;
import io.wattledger.billing.rest.CatalogBody.KidBody;
import io.wattledger.billing.rest.CatalogBody.LedgerAccountBody;
import io.wattledger.billing.rest.CatalogBody.LegalEntityBody;
import io.wattledger.billing.rest.CatalogBody.ReminderAccountsBody;
import io.wattledger.billing.rest.CatalogBody.RevenueAccountBody;
import io.wattledger.billing.rest.CatalogBody.SeriesBody;
import io.wattledger.billing.rest.CatalogBody.VatAccountBody;
import io.wattledger.billing.rest.CatalogBody.VatBody;
import io.wattledger.contracts.WireName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns what billing keeps into the form of a catalog, so that what is read can be changed and sent again. {@link CatalogForm}
 * leads the other way; what either leaves out, a test finds.
 */
final class CatalogView {

    private CatalogView() {}

    static LegalEntityBody legalEntity(LegalEntity entity) {
        Seller seller = entity.seller();
        ElectronicAddress electronic = seller.electronicAddress();
        Contact contact = seller.contact();
        ChartOfAccounts chart = entity.chart();
        return new LegalEntityBody(
                entity.id(),
                seller.name(),
                seller.identity().country(),
                seller.identity().registrationNumber(),
                seller.identity().vatNumber(),
                seller.identity().registerNote(),
                electronic(electronic),
                address(seller.address()),
                contact == null ? null : new ContactBody(contact.name(), contact.phone(), contact.email()),
                bank(seller.bank()),
                seller.accountingCurrency().getCurrencyCode(),
                new SeriesBody(
                        entity.invoiceSeries().prefix(), entity.invoiceSeries().digits()),
                chart == null ? null : chart(chart, entity.ledger()),
                entity.retentionYears());
    }

    static AccountBody account(Account account) {
        var buyer = account.buyer();
        // Said once for the account and kept with each of its contracts.
        Optional<ContractReferences> any =
                account.contracts().stream().map(Contract::references).findFirst();
        return new AccountBody(
                account.tenant(),
                buyer.name(),
                WireName.of(buyer.kind()),
                buyer.identity().country(),
                buyer.identity().registrationNumber(),
                buyer.identity().vatNumber(),
                electronic(buyer.electronicAddress()),
                address(buyer.address()),
                buyer.email(),
                buyer.language(),
                any.map(ContractReferences::documents)
                        .map(all -> each(all, WireName::of))
                        .orElse(null),
                any.map(ContractReferences::customerNumber).orElse(null),
                each(account.contracts(), CatalogView::contract),
                said(each(account.terms().discounts(), CommercialView::discount)),
                said(each(account.terms().commitments(), CommercialView::commitment)),
                said(each(account.invoicedTo(), CatalogView::resale)));
    }

    private static ContractBody contract(Contract contract) {
        var billing = contract.billing();
        var references = contract.references();
        return new ContractBody(
                contract.id(),
                contract.legalEntity(),
                contract.term().validFrom(),
                contract.term().validTo(),
                contract.tariff(),
                contract.currency().getCurrencyCode(),
                billing.timeZone().getId(),
                billing.paymentTermsDays(),
                references.buyerReference(),
                references.orderReference(),
                references.contractReference(),
                WireName.of(billing.unpricedUsage()),
                billing.graceDays(),
                WireName.of(billing.corrections()),
                vat(contract.vat()),
                said(each(billing.invoices(), CatalogView::split)),
                said(each(
                        references.costCentres(),
                        one -> new CostCentreBody(one.project(), one.from().toString(), one.costCentre()))));
    }

    private static InvoiceSplitBody split(InvoiceSplit split) {
        return new InvoiceSplitBody(
                split.from().toString(),
                WireName.of(split.mode()),
                said(each(
                        split.groups(),
                        group -> new InvoiceGroupBody(
                                group.name(),
                                split.mode() == InvoiceSplit.Mode.PER_PROJECT ? null : group.projects(),
                                group.references().buyerReference(),
                                group.references().orderReference(),
                                group.references().costCentre()))),
                split.contractWide());
    }

    private static InvoicedToBody resale(Resale resale) {
        return new InvoicedToBody(resale.from().toString(), resale.reseller(), resale.contract());
    }

    private static @Nullable VatBody vat(@Nullable VatTerms vat) {
        return vat == null
                ? null
                : new VatBody(
                        vat.category().name(),
                        vat.ratePercent(),
                        vat.exemptionCode(),
                        vat.exemptionReason(),
                        vat.overrideReason());
    }

    private static BankBody bank(BankAccount bank) {
        KidAgreement kid = bank.kid();
        return new BankBody(
                bank.iban(),
                bank.bic(),
                bank.accountName(),
                kid == null
                        ? null
                        : new KidBody(kid.customerDigits(), kid.invoiceDigits(), WireName.of(kid.checkDigit())));
    }

    private static ChartBody chart(ChartOfAccounts chart, @Nullable GeneralLedger ledger) {
        ReminderAccounts reminders = ledger == null ? null : ledger.reminders();
        return new ChartBody(
                chart.receivable(),
                chart.bank(),
                chart.loss(),
                chart.rounding(),
                chart.allowances(),
                chart.prepaid(),
                each(
                        chart.revenue(),
                        one -> new RevenueAccountBody(
                                one.account(),
                                said(each(one.kinds(), WireName::of)),
                                one.category() == null ? null : one.category().name())),
                each(
                        chart.vat(),
                        one -> new VatAccountBody(
                                one.category().name(), one.ratePercent(), one.account(), one.taxCode())),
                reminders == null ? null : new ReminderAccountsBody(reminders.fee(), reminders.interest()),
                ledger == null
                        ? null
                        : said(each(
                                ledger.accounts(),
                                one -> new LedgerAccountBody(
                                        one.account(), one.name(), one.groupingCategory(), one.groupingCode()))));
    }

    private static @Nullable ElectronicAddressBody electronic(@Nullable ElectronicAddress address) {
        return address == null ? null : new ElectronicAddressBody(address.scheme(), address.id());
    }

    private static AddressBody address(PostalAddress address) {
        return new AddressBody(
                address.street(), address.additionalStreet(), address.city(), address.postalCode(), address.country());
    }

    static <T, R> List<R> each(List<T> all, Function<T, R> form) {
        return all.stream().map(form).toList();
    }

    /** Nothing is left out. */
    static <T> @Nullable List<T> said(List<T> all) {
        return all.isEmpty() ? null : all;
    }
}
