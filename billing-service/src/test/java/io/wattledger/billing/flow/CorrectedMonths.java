package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.Corrections;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.YearMonth;
import java.util.List;

/** Months of tenants whose contract says that corrections are credit notes and invoices of their own, for tests. */
@Singleton
class CorrectedMonths {

    static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    InvoiceBook invoices;

    @Inject
    CreditInvoice creditInvoice;

    @Inject
    ReceivableBook receivables;

    /** A new tenant with one contract {@code c-2026}. */
    String tenant(LegalEntity entity, CommercialTerms terms) {
        String tenant = Books.unused("tenant");
        apply(tenant, entity, terms);
        return tenant;
    }

    /** The account of a tenant, with months that may be split. */
    void apply(String tenant, LegalEntity entity, CommercialTerms terms, InvoiceSplit... splits) {
        Contract one = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        BillingTerms billing = new BillingTerms(
                one.billing().timeZone(),
                30,
                one.billing().unpricedUsage(),
                0,
                Corrections.CREDIT_NOTE,
                List.of(splits));
        Contract contract = new Contract(
                one.id(),
                one.legalEntity(),
                one.term(),
                one.tariff(),
                one.currency(),
                billing,
                one.references(),
                one.vat());
        books.apply(
                List.of(),
                List.of(new Account(AnAccount.municipalBuyer(tenant, "Havvik kommune"), List.of(contract), terms)));
    }

    /** Runs September; what became of its one document. */
    ItemState run(String tenant) {
        return books.run(SEPTEMBER, tenant).getFirst();
    }

    /** The document at a position of the series. */
    Invoice invoice(String tenant, LegalEntity entity, long position) {
        String number = entity.invoiceSeries().number(position);
        return scope.inTransaction(
                        tenant, connection -> invoices.find(connection, number).orElseThrow())
                .invoice();
    }

    /** Somebody asks for a credit note of the first invoice. */
    Invoice credit(String tenant, LegalEntity entity, CreditRequest request) {
        return credit(tenant, entity, 1, request);
    }

    /** Somebody asks for a credit note of the invoice at a position of the series. */
    Invoice credit(String tenant, LegalEntity entity, long position, CreditRequest request) {
        CreditInvoice.Result result = scope.inTransaction(
                tenant,
                connection -> creditInvoice.credit(
                        connection,
                        new CreditInvoice.Request(
                                entity.invoiceSeries().number(position),
                                request,
                                "agreed",
                                null,
                                Books.ISSUED,
                                "test")));
        assertThat(result).isInstanceOf(CreditInvoice.Issued.class);
        return ((CreditInvoice.Issued) result).creditNote();
    }

    /** What is owed for the invoice at a position of the series. */
    String receivable(String tenant, LegalEntity entity, long position) {
        String number = entity.invoiceSeries().number(position);
        return scope.inTransaction(tenant, connection -> receivables.receivable(connection, number))
                .orElseThrow()
                .balance()
                .toPlainString();
    }

    /** A day of the first project. */
    static RatedDay day(String tenant) {
        return on(tenant, "2026-09-01");
    }

    /** The same day of the second one. */
    static RatedDay second(String tenant) {
        return on(tenant, "2026-09-01").at("second", "glomfjord", "h100-sxm");
    }

    /** Any day of the first project. */
    static RatedDay on(String tenant, String day) {
        return RatedDay.of(tenant, "c-2026", day);
    }
}
