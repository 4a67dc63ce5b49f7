package io.wattledger.billing.flow;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static io.wattledger.billing.flow.CorrectedMonths.SEPTEMBER;
import static io.wattledger.billing.flow.CorrectedMonths.day;
import static io.wattledger.billing.flow.CorrectedMonths.on;
import static io.wattledger.billing.flow.CorrectedMonths.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.xml.XmlPath;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.RevenueAccount;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.bookkeeping.GeneralLedger;
import io.wattledger.billing.bookkeeping.LedgerAccount;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.document.CsvTable;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.focus.FocusDataset;
import io.wattledger.billing.focus.FocusVersion;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Months with discounts and credits that are corrected and credited by turns, and the exports of all of it. */
@QuarkusTest
@WithSuite
class CreditedMonthsInExportsTest {

    private static final YearMonth JULY = YearMonth.of(2026, 7);
    private static final YearMonth AUGUST = YearMonth.of(2026, 8);
    private static final LocalDate LATER = Books.ISSUED.plusDays(9);
    private static final CommercialTerms START =
            new SomeTerms().amount("start", "500.00").terms();

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    CommercialBook commercial;

    @Inject
    CorrectedMonths months;

    @Inject
    DocumentsComputedAgain again;

    @Inject
    ExportJournal journals;

    @Inject
    ExportSafT safT;

    @Inject
    ExportFocus focus;

    /** 900 less 500; 100 are asked for, then it is 800, then 150 are asked for, then it is 300: never more goes back than was paid. */
    @Test
    void correctsAtOnceWhatWasCredited() {
        LegalEntity entity = entity();
        String tenant = atOnce(entity);

        assertThat(nets(documents(tenant)))
                .containsExactly("400.00", "-100.00", "-300.00", "200.00", "-150.00", "-50.00");
        assertThat(taken(tenant)).isEqualByComparingTo("100");
        List<Class<? extends InvoiceBasis>> bases = List.of(
                InvoiceBasis.OfMonth.class,
                InvoiceBasis.OfCredit.class,
                InvoiceBasis.OfDecrease.class,
                InvoiceBasis.OfIncrease.class,
                InvoiceBasis.OfCredit.class,
                InvoiceBasis.OfDecrease.class);
        for (int i = 0; i < bases.size(); i++) {
            again.isEqual(tenant, entity.invoiceSeries().number(i + 1), bases.get(i));
        }
    }

    /**
     * 300 less 300, then 900 less 500 on the next invoice, all of which somebody was given back: the discount stands, so that of
     * 200 more none is taken off again.
     */
    @Test
    void takesNoDiscountAgainOfWhichTheLineWasCredited() {
        LegalEntity entity = entity();
        String tenant = onNextInvoice(entity);

        assertThat(nets(documents(tenant))).containsExactly("0.00", "1400.00", "-1400.00", "300.00");
        assertThat(taken(tenant)).isEqualByComparingTo("500");
        for (int position : List.of(2, 4)) {
            again.isEqual(tenant, entity.invoiceSeries().number(position), InvoiceBasis.OfMonth.class);
        }
        again.isEqual(tenant, entity.invoiceSeries().number(3), InvoiceBasis.OfCredit.class);
    }

    /** The journal, SAF-T and FOCUS of three tenants come to what their documents do. */
    @Test
    void exportsComeToTheDocuments() throws IOException {
        LegalEntity entity = entity();
        List<String> tenants = new ArrayList<>();
        List<Invoice> documents = new ArrayList<>();
        tenants.add(atOnce(entity));
        documents.addAll(documents(tenants.getFirst()));
        tenants.add(onNextInvoice(entity, documents.size()));
        documents.addAll(documents(tenants.getLast()));
        tenants.add(withCredits(entity));
        documents.addAll(documents(tenants.getLast()));
        assertThat(documents).hasSize(13);
        ExportBook.Days days = ExportBook.Days.of(YearMonth.of(2026, 11), YearMonth.of(2026, 11));

        CsvTable journal = CsvTable.read(
                Files.readAllBytes(journals.export(entity.id(), days).orElseThrow()));
        documents.forEach(document -> isBooked(document, journal));
        BigDecimal debits = sum(journal, "debit", null, null);
        assertThat(debits).isEqualByComparingTo(sum(journal, "credit", null, null));
        isInSafT(safT(entity, days), tenants, documents, debits);
        isInFocus(tenants, documents);
    }

    /** Documents 1 to 6 of the series. */
    private String atOnce(LegalEntity entity) {
        String tenant = months.tenant(entity, START);
        books.credit(tenant, CreditKind.PAID, nok("250.00"), null);
        books.rated(day(tenant).gpuHours("90", "10"));
        months.run(tenant);
        months.credit(tenant, entity, 1, new CreditRequest.ByAmount(new BigDecimal("100.00")));
        books.rated(day(tenant).gpuHours("20", "10").revision(2), second(tenant).gpuHours("60", "10"));
        months.run(tenant);
        months.credit(tenant, entity, 4, new CreditRequest.ByAmount(new BigDecimal("150.00")));
        books.rated(second(tenant).gpuHours("10", "10").revision(2));
        assertThat(months.run(tenant).outcome()).isEqualTo("corrected");
        return tenant;
    }

    private String onNextInvoice(LegalEntity entity) {
        return onNextInvoice(entity, 0);
    }

    /** Four documents of the series. */
    private String onNextInvoice(LegalEntity entity, int before) {
        String tenant = books.tenantOf(entity, START);
        books.rated(on(tenant, "2026-07-01").gpuHours("30", "10"));
        books.run(JULY, tenant);
        books.rated(
                on(tenant, "2026-07-01").gpuHours("90", "10").revision(2),
                on(tenant, "2026-08-01").energy("10", "1000"));
        books.run(AUGUST, tenant);
        months.credit(tenant, entity, before + 2L, new CreditRequest.InFull());
        books.rated(
                on(tenant, "2026-07-01").gpuHours("110", "10").revision(3),
                on(tenant, "2026-09-01").energy("10", "100"));
        books.run(SEPTEMBER, tenant);
        return tenant;
    }

    /** July comes to less than a credit had paid of it, which has expired; August bears that. Then both are corrected again. */
    private String withCredits(LegalEntity entity) {
        String tenant = books.tenantOf(entity, START);
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("100.00"), Books.ISSUED);
        books.rated(on(tenant, "2026-07-01").gpuHours("100", "10"));
        books.run(JULY, tenant);
        books.rated(
                on(tenant, "2026-07-01").gpuHours("53", "10").revision(2),
                on(tenant, "2026-08-01").gpuHours("200", "10"));
        books.runLater(AUGUST, LATER, tenant);
        assertThat(books.balances(tenant)).containsExactly("70.00");
        books.rated(
                on(tenant, "2026-07-01").gpuHours("20", "10").revision(3),
                on(tenant, "2026-09-01").gpuHours("300", "10"));
        books.runLater(SEPTEMBER, LATER, tenant);
        assertThat(books.balances(tenant)).containsExactly("100.00");
        return tenant;
    }

    /** All documents of a tenant, the oldest first. */
    private List<Invoice> documents(String tenant) {
        return scope.inTransaction(tenant, connection -> {
            List<Invoice> documents = new ArrayList<>();
            try (var select = connection.prepareStatement(
                    "SELECT number FROM invoice WHERE tenant_id = ? ORDER BY series_position")) {
                select.setString(1, tenant);
                try (var row = select.executeQuery()) {
                    while (row.next()) {
                        documents.add(months.invoices
                                .find(connection, row.getString(1))
                                .orElseThrow()
                                .invoice());
                    }
                }
            }
            return documents;
        });
    }

    private BigDecimal taken(String tenant) {
        return scope.inTransaction(
                        tenant,
                        connection ->
                                commercial.state(connection, tenant, START).discounted())
                .getOrDefault("start", BigDecimal.ZERO);
    }

    private static List<String> nets(List<Invoice> documents) {
        return documents.stream()
                .map(document -> signed(document, document.totals().withoutVat().amount())
                        .toPlainString())
                .toList();
    }

    private static BigDecimal signed(Invoice document, BigDecimal amount) {
        return document.heading().type() == DocumentType.CREDIT_NOTE ? amount.negate() : amount;
    }

    /** Its voucher balances and has on each account what the document states. */
    private static void isBooked(Invoice document, CsvTable journal) {
        String number = document.heading().number();
        BigDecimal across = document.allowances().stream()
                .map(one -> one.allowance().amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal revenue = BigDecimal.ZERO;
        for (InvoiceLine line : document.lines()) {
            BigDecimal net = line.amount().net().amount();
            across = line.item().acrossLines() ? across.subtract(net) : across;
            revenue = line.item().acrossLines() ? revenue : revenue.add(net);
        }
        var prepaid = document.totals().prepaid();
        assertThat(balance(journal, number, null)).as(number).isZero();
        assertThat(balance(journal, number, "1500"))
                .isEqualByComparingTo(
                        signed(document, document.totals().payable().amount()));
        assertThat(balance(journal, number, "2900"))
                .isEqualByComparingTo(signed(document, prepaid == null ? BigDecimal.ZERO : prepaid.amount()));
        assertThat(balance(journal, number, "2700"))
                .isEqualByComparingTo(
                        signed(document, document.totals().vat().amount()).negate());
        assertThat(balance(journal, number, "3090")).isEqualByComparingTo(signed(document, across));
        assertThat(balance(journal, number, "3000"))
                .isEqualByComparingTo(signed(document, revenue).negate());
    }

    private static BigDecimal balance(CsvTable journal, String voucher, @Nullable String account) {
        return sum(journal, "debit", voucher, account).subtract(sum(journal, "credit", voucher, account));
    }

    private static BigDecimal sum(CsvTable journal, String column, @Nullable String voucher, @Nullable String account) {
        return journal.sum(
                column,
                row -> !row.getField(column).isEmpty()
                        && (voucher == null || row.getField("voucher").equals(voucher))
                        && (account == null || row.getField("account").equals(account)));
    }

    /** The file keeps its schema, or it would not have been written. */
    private static void isInSafT(XmlPath file, List<String> tenants, List<Invoice> documents, BigDecimal debits) {
        assertThat(file.getInt("AuditFile.GeneralLedgerEntries.NumberOfEntries"))
                .isEqualTo((int) documents.stream()
                        .filter(document -> document.totals().lines().signum() != 0)
                        .count());
        assertThat(new BigDecimal(file.getString("AuditFile.GeneralLedgerEntries.TotalDebit")))
                .isEqualByComparingTo(debits);
        assertThat(new BigDecimal(file.getString("AuditFile.GeneralLedgerEntries.TotalCredit")))
                .isEqualByComparingTo(debits);
        for (String tenant : tenants) {
            String balance = "AuditFile.MasterFiles.Customers.Customer.find { it.CustomerID == '" + tenant
                    + "' }.BalanceAccount.Closing%sBalance";
            assertThat(amount(file.getString(balance.formatted("Debit")))
                            .subtract(amount(file.getString(balance.formatted("Credit")))))
                    .as(tenant)
                    .isEqualByComparingTo(documents.stream()
                            .filter(document -> document.buyer().tenant().equals(tenant))
                            .map(document ->
                                    signed(document, document.totals().payable().amount()))
                            .reduce(BigDecimal.ZERO, BigDecimal::add));
        }
    }

    private static BigDecimal amount(@Nullable String text) {
        return text == null || text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }

    private XmlPath safT(LegalEntity entity, ExportBook.Days days) throws IOException {
        ExportSafT.Outcome outcome = safT.export(entity.id(), days);
        assertThat(outcome).isInstanceOf(ExportSafT.Outcome.Written.class);
        return new XmlPath(taken(((ExportSafT.Outcome.Written) outcome).file()));
    }

    /** Rows of a document come to what is payable; without VAT and what was paid before, to its net amount. */
    private void isInFocus(List<String> tenants, List<Invoice> documents) throws IOException {
        ExportFocus.Outcome outcome = focus.export(new ExportFocus.Request(
                Set.of(JULY, AUGUST, SEPTEMBER, YearMonth.of(2026, 10), YearMonth.of(2026, 11)),
                tenants,
                FocusVersion.V1_4,
                FocusDataset.COST_AND_USAGE,
                ExportFocus.Format.CSV));
        assertThat(outcome).isInstanceOf(ExportFocus.Outcome.Written.class);
        CsvTable rows = CsvTable.read(
                taken(((ExportFocus.Outcome.Written) outcome).file()).getBytes(StandardCharsets.UTF_8));
        for (Invoice document : documents) {
            String number = document.heading().number();
            assertThat(rows.sum("BilledCost", row -> row.getField("InvoiceId").equals(number)))
                    .as(number)
                    .isEqualByComparingTo(
                            signed(document, document.totals().payable().amount()));
            assertThat(rows.sum(
                            "BilledCost",
                            row -> row.getField("InvoiceId").equals(number)
                                    && !row.getField("ChargeCategory").equals("Tax")
                                    && !row.getField("ChargeDescription").equals("Paid in advance")))
                    .as(number)
                    .isEqualByComparingTo(
                            signed(document, document.totals().withoutVat().amount()));
        }
    }

    private static String taken(Path file) throws IOException {
        String text = Files.readString(file);
        Files.delete(file);
        return text;
    }

    private LegalEntity entity() {
        LegalEntity plain = books.legalEntity();
        LegalEntity entity = new LegalEntity(
                plain.seller(),
                plain.invoiceSeries(),
                new ChartOfAccounts(
                        "1500",
                        "1920",
                        "7830",
                        "7770",
                        "3090",
                        "2900",
                        List.of(new RevenueAccount("3000", List.of(), null)),
                        List.of(new VatAccount(VatCategory.S, new BigDecimal("25"), "2700", "3"))),
                new GeneralLedger(
                        List.of(
                                new LedgerAccount("1500", "Kundefordringer", "balanseverdiForOmloepsmiddel", "1500"),
                                new LedgerAccount("2700", "Utgående merverdiavgift", "kortsiktigGjeld", "2740"),
                                new LedgerAccount("2900", "Forskudd fra kunder", "kortsiktigGjeld", "2900"),
                                new LedgerAccount("3000", "GPU-timer", "salgsinntekt", "3000"),
                                new LedgerAccount("3090", "Rabatter", "salgsinntekt", "3000")),
                        null));
        books.apply(List.of(entity), List.of());
        return entity;
    }
}
