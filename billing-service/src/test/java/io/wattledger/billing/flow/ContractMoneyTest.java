package io.wattledger.billing.flow;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.CommercialInvoice;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.credit.CreditEntry;
import io.wattledger.billing.credit.CreditEntryKind;
import io.wattledger.billing.credit.CreditEntryRefused;
import io.wattledger.billing.credit.CreditLedger;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Names;
import io.wattledger.billing.invoice.SummedUsage;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Discounts, commitments and credits on issued invoices, with the real database. */
@QuarkusTest
@WithSuite
class ContractMoneyTest {

    private static final YearMonth OCTOBER = Books.OCTOBER;

    @Inject
    Books books;

    @Inject
    RunsPrintedOtherwise otherwise;

    @Inject
    TenantScope scope;

    @Inject
    InvoiceBook invoices;

    @Inject
    ReceivableBook receivables;

    @Inject
    CreditInvoice creditInvoice;

    @Inject
    KeepCredits keepCredits;

    @Inject
    CommercialBook commercial;

    @Inject
    Documents documents;

    @Test
    void drawsAtIssueAndGivesBackWhenTheInvoiceIsCredited() {
        String tenant = books.tenantOf(books.legalEntity(), terms().terms());
        books.credit(tenant, CreditKind.PROMOTIONAL, nok("100.00"), null);
        books.credit(tenant, CreditKind.PAID, nok("500.00"), LocalDate.of(2027, 6, 30));
        books.rated(day(tenant, OCTOBER, 1).gpuHours("100", "10"));

        Invoice invoice = issued(tenant, OCTOBER);

        // 900 after the discount, 600 short of 1,500, less 100 promotional: 1,400; with VAT 1,750, of which 500 are
        // paid.
        assertThat(invoice.totals().withVat()).isEqualTo(nok("1750.00"));
        assertThat(invoice.totals().payable()).isEqualTo(nok("1250.00"));
        assertThat(receivable(tenant, invoice)).isEqualTo("1250.00");
        assertThat(books.balances(tenant)).containsExactlyInAnyOrder("0.00", "0.00");
        assertThat(books.drawn(tenant)).containsExactly("900.00");
        assertThat(accounts(tenant)).isEqualTo(nok("0.00"));

        Invoice note = credit(tenant, invoice, new CreditRequest.InFull());

        assertThat(note.totals().withVat()).isEqualTo(nok("1750.00"));
        assertThat(note.totals().prepaid()).isEqualTo(nok("500.00"));
        assertThat(books.balances(tenant)).containsExactlyInAnyOrder("100.00", "500.00");
        assertThat(receivable(tenant, invoice)).isEqualTo("0.00");
        assertThat(accounts(tenant)).isEqualTo(nok("0.00"));
    }

    @Test
    void keepsWithTheInvoiceAllThatItCanBeComputedAgainFrom() {
        String tenant = books.tenantOf(books.legalEntity(), terms().terms());
        books.credit(tenant, CreditKind.PAID, nok("77.77"), null);
        books.rated(day(tenant, OCTOBER, 1).gpuHours("100", "10"));
        Invoice invoice = issued(tenant, OCTOBER);

        CommercialBasis basis = scope.inTransaction(
                        tenant,
                        connection ->
                                commercial.basis(connection, invoice.heading().number()))
                .orElseThrow();
        Invoice again = CommercialInvoice.of(
                        InvoiceDraft.of(new Billable(
                                invoice.seller(),
                                invoice.buyer(),
                                invoice.references(),
                                invoice.heading().period(),
                                invoice.heading().currency(),
                                invoice.lines().getFirst().vat(),
                                SummedUsage.of(List.of(day(tenant, OCTOBER, 1)
                                        .gpuHours("100", "10")
                                        .build())),
                                names(invoice))),
                        basis)
                .numbered(invoice.heading().number(), basis.issueDate());

        assertThat(again).isEqualTo(invoice);
    }

    @Test
    void appliesTheDiscountOfTheInvoiceToWhatIsCorrectedLater() {
        String tenant = books.tenantOf(
                books.legalEntity(), new SomeTerms().perCent("ten", "10").terms());
        YearMonth september = OCTOBER.minusMonths(1);
        books.rated(day(tenant, september, 1).gpuHours("100", "10"));
        issued(tenant, september);
        books.rated(
                day(tenant, september, 1).gpuHours("80", "10").revision(2),
                day(tenant, OCTOBER, 1).gpuHours("50", "10"));

        assertThat(issued(tenant, OCTOBER).lines())
                .extracting(line -> line.amount().net().amount().toPlainString())
                .containsExactly("450.00", "-180.00");
    }

    @Test
    void waitsWithAShortfallForAllMonthsThatCount() {
        String tenant = books.tenantOf(
                books.legalEntity(),
                new SomeTerms()
                        .commitment("floor", nok("3000.00"), CommitmentInterval.QUARTER, null)
                        .terms());
        YearMonth july = YearMonth.of(2026, 7);
        books.rated(
                day(tenant, july, 1).gpuHours("100", "10"),
                day(tenant, july.plusMonths(1), 1).withoutCharges(0),
                day(tenant, july.plusMonths(2), 1).gpuHours("50", "10"));

        ItemState early = books.run(july.plusMonths(2), tenant).getFirst();
        assertThat(early.outcome()).isEqualTo("held");
        assertThat(early.reasons()).extracting(HoldReason::code).containsExactly("commitment-months-open");
        assertThat(early.reasons().getFirst().detail()).startsWith("2026-07 of contract c-2026");

        issued(tenant, july);
        // August has but a record of usage that was taken back, so it has no invoice either and keeps nobody waiting.
        assertThat(issued(tenant, july.plusMonths(2)).lines())
                .extracting(line -> line.amount().net().amount().toPlainString())
                .containsExactly("500.00", "1500.00");
        assertThat(books.drawn(tenant)).containsExactly("1000.00", "500.00");
    }

    @Test
    void billsAShortfallWhereNothingWasUsed() {
        String tenant = books.tenantOf(
                books.legalEntity(),
                new SomeTerms().monthly("floor", nok("200.00"), null).terms());
        assertThat(issued(tenant, OCTOBER).totals().payable()).isEqualTo(nok("250.00"));
    }

    /** Months of one tenant are issued by several threads while credits are bought and voided. */
    @Test
    void neverDrawsMoreThanThereIsWhoeverDrawsAtTheSameTime() throws Exception {
        List<String> tenants = new ArrayList<>();
        List<Callable<Boolean>> acts = new ArrayList<>();
        LegalEntity entity = books.legalEntity();
        for (int i = 0; i < 3; i++) {
            String tenant = books.tenantOf(entity);
            tenants.add(tenant);
            String credit = books.credit(tenant, CreditKind.PAID, nok("30.00"), null);
            List<RatedDay> days = new ArrayList<>();
            for (int month = 1; month <= 6; month++) {
                days.add(day(tenant, YearMonth.of(2026, month), 1).gpuHours("1", "10"));
            }
            books.rated(days.toArray(RatedDay[]::new));
            for (int month = 1; month <= 6; month++) {
                books.start(YearMonth.of(2026, month), RunBook.Mode.ISSUE, tenant);
                acts.add(() -> {
                    books.work();
                    return true;
                });
                acts.add(() -> {
                    books.credit(tenant, CreditKind.PAID, nok("5.00"), null);
                    return true;
                });
            }
            acts.add(() -> voidedWhereSomethingIsLeft(tenant, credit));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> act : threads.invokeAll(acts)) {
                assertThat(act.get()).isNotNull();
            }
        }
        books.work();

        for (String tenant : tenants) {
            Money prepaid = nok("0.00");
            for (int month = 1; month <= 6; month++) {
                Invoice invoice = issuedInvoice(tenant, YearMonth.of(2026, month));
                Money settled = invoice.totals().prepaid();
                prepaid = settled == null ? prepaid : prepaid.plus(settled);
                assertThat(invoice.totals().payable().signum()).isNotNegative();
            }
            Money drawn = nok("0.00");
            for (CreditLedger ledger : keepCredits.list(tenant)) {
                assertThat(ledger.balance().signum()).isNotNegative();
                for (CreditEntry entry : ledger.entries()) {
                    drawn = entry.kind() == CreditEntryKind.DRAWN ? drawn.plus(entry.amount()) : drawn;
                }
            }
            assertThat(drawn).isEqualTo(prepaid);
            assertThat(accounts(tenant)).isEqualTo(nok("0.00"));
        }
    }

    /** Between computing and issuing, the credit is voided: what is issued draws from what there is then. */
    @Test
    void drawsWhatIsLeftAtIssueWhateverWasLeftWhenItWasComputed() {
        String tenant = books.tenantOf(books.legalEntity());
        String credit = books.credit(tenant, CreditKind.PAID, nok("30.00"), null);
        books.rated(day(tenant, OCTOBER, 1).gpuHours("1", "10"));
        books.start(tenant);
        Documents meddling = invoice -> {
            voidedWhereSomethingIsLeft(tenant, credit);
            return documents.print(invoice);
        };
        otherwise.work(meddling);

        assertThat(issuedInvoice(tenant, OCTOBER).totals().payable()).isEqualTo(nok("12.50"));
        assertThat(books.balances(tenant)).containsExactly("0.00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "2, 'VOIDED', 31, 'CREDITS', 'BANK', -1    | credit_never_negative",
                "2, 'VOIDED', 31, 'CREDITS', 'BANK', 5     | does not come to its balance",
                "3, 'VOIDED', 10, 'CREDITS', 'BANK', 20    | follows none",
                "2, 'VOIDED', 10, 'BANK', 'CREDITS', 40    | credit_entry_has_two_sides",
                "2, 'VOIDED', 10, 'CREDITS', 'CREDITS', 40 | credit_entry_has_two_sides"
            })
    void refusesInTheDatabaseItselfWhatDoesNotBalance(String entry, String why) {
        String tenant = books.tenantOf(books.legalEntity());
        String credit = books.credit(tenant, CreditKind.PAID, nok("30.00"), null);
        assertThatThrownBy(() -> scope.inTransactionDo(
                        List.of(tenant),
                        connection -> execute(
                                connection,
                                "INSERT INTO credit_entry (tenant_id, credit_id, booked_on, reference, recorded_by, "
                                        + "recorded_at, entry, kind, amount, debit, credit, balance) VALUES ('" + tenant
                                        + "', '" + credit + "', '2026-10-01', 'r', 'test', now(), " + entry + ")")))
                .hasMessageContaining(why);
        assertThat(books.balances(tenant)).containsExactly("30.00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE credit_entry SET amount = 1", "DELETE FROM credit_entry", "DELETE FROM credit"})
    void givesNobodyARightToChangeALedger(String sql) {
        String tenant = books.tenantOf(books.legalEntity());
        books.credit(tenant, CreditKind.PAID, nok("30.00"), null);
        assertThatThrownBy(() -> scope.inTransactionDo(List.of(tenant), connection -> execute(connection, sql)))
                .hasMessageContaining("permission denied");
    }

    @Test
    void booksWhatHasExpiredOnce() {
        String tenant = books.tenantOf(books.legalEntity());
        books.credit(tenant, CreditKind.PAID, nok("30.00"), LocalDate.of(2026, 3, 31));
        List<Integer> expired = new ArrayList<>();
        for (String day : List.of("2026-03-31", "2026-04-01", "2026-04-02")) {
            expired.add(scope.inTransaction(
                            tenant, connection -> keepCredits.expire(connection, tenant, LocalDate.parse(day), "test"))
                    .size());
        }
        assertThat(expired).containsExactly(0, 1, 0);
        assertThat(books.balances(tenant)).containsExactly("0.00");
        assertThatThrownBy(() -> voided(
                        tenant, keepCredits.list(tenant).getFirst().credit().id()))
                .isInstanceOf(CreditEntryRefused.class);
    }

    private static SomeTerms terms() {
        return new SomeTerms().perCent("ten", "10").monthly("floor", nok("1500.00"), null);
    }

    private static Names names(Invoice invoice) {
        return new Names(
                Map.of("glomfjord", invoice.lines().getFirst().item().siteName()),
                Map.of("h100-sxm", invoice.lines().getFirst().item().skuName()));
    }

    private boolean voided(String tenant, String credit) {
        return scope.inTransaction(
                        tenant, connection -> keepCredits.voidRest(connection, tenant, credit, "asked for", "test"))
                .isPresent();
    }

    /** Voids what is left, if anything is. */
    private boolean voidedWhereSomethingIsLeft(String tenant, String credit) {
        try {
            return voided(tenant, credit);
        } catch (CreditEntryRefused nothingLeft) {
            return false;
        }
    }

    private Invoice issued(String tenant, YearMonth month) {
        ItemState item = books.run(month, tenant).getFirst();
        assertThat(item.outcome()).as("%s", item.reasons()).isEqualTo("issued");
        return issuedInvoice(tenant, month);
    }

    private Invoice issuedInvoice(String tenant, YearMonth month) {
        return scope.inTransaction(tenant, connection -> {
            PeriodState state = invoices.period(connection, new PeriodKey(tenant, "c-2026", month));
            assertThat(state).isInstanceOf(PeriodState.Issued.class);
            return invoices.find(connection, ((PeriodState.Issued) state).number())
                    .orElseThrow()
                    .invoice();
        });
    }

    private Invoice credit(String tenant, Invoice invoice, CreditRequest request) {
        String number = invoice.heading().number();
        LocalDate on = LocalDate.of(2026, 11, 9);
        var asked = new CreditInvoice.Request(number, request, "agreed", null, on, "test");
        CreditInvoice.Result result =
                scope.inTransaction(tenant, connection -> creditInvoice.credit(connection, asked));
        assertThat(result).isInstanceOf(CreditInvoice.Issued.class);
        return ((CreditInvoice.Issued) result).creditNote();
    }

    private String receivable(String tenant, Invoice invoice) {
        return scope.inTransaction(
                        tenant,
                        connection -> receivables.receivable(
                                connection, invoice.heading().number()))
                .orElseThrow()
                .balance()
                .toPlainString();
    }

    /** Debits less credits over all accounts of all credits. */
    private Money accounts(String tenant) {
        Money sum = nok("0.00");
        for (CreditLedger ledger : keepCredits.list(tenant)) {
            for (Money amount : ledger.accounts().values()) {
                sum = sum.plus(amount);
            }
        }
        return sum;
    }

    private static RatedDay day(String tenant, YearMonth month, int day) {
        return RatedDay.of(tenant, "c-2026", month.atDay(day).toString());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
