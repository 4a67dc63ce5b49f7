package io.wattledger.billing.bookkeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.RevenueAccount;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.bookkeeping.GeneralLedger.ReminderAccounts;
import io.wattledger.billing.document.CsvTable;
import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.PublishedFacts;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.ChargeKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** SAF-T files of November 2026: they fit the schema, say what the journal says, and carry balances over. */
class SafTFileTest {

    private static final Currency NOK = Currency.getInstance("NOK");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);
    private static final Instant RECORDED = Instant.parse("2026-11-02T23:30:00Z");
    private static final VatTreatment EXPORT = new VatTreatment(VatCategory.G, BigDecimal.ZERO, "VATEX-EU-G", "Export");
    private static final ChartOfAccounts CHART = new ChartOfAccounts(
            "1500",
            "1920",
            "7830",
            "7770",
            null,
            null,
            List.of(
                    new RevenueAccount("3010", List.of(ChargeKind.ENERGY), VatCategory.S),
                    new RevenueAccount("3110", List.of(), VatCategory.G),
                    new RevenueAccount("3000", List.of(), VatCategory.S)),
            List.of(
                    new VatAccount(VatCategory.S, new BigDecimal("25"), "2700", "3"),
                    new VatAccount(VatCategory.G, BigDecimal.ZERO, null, "52")));
    private static final ReminderAccounts REMINDERS = new ReminderAccounts("3950", "8050");
    private static final GeneralLedger LEDGER = new GeneralLedger(
            List.of(
                    new LedgerAccount("1500", "Kundefordringer", "balanseverdiForOmloepsmiddel", "1500"),
                    new LedgerAccount("1920", "Bankinnskudd", "balanseverdiForOmloepsmiddel", "1920"),
                    new LedgerAccount("2700", "Utgående merverdiavgift", "kortsiktigGjeld", "2740"),
                    new LedgerAccount("3000", "GPU-timer", "salgsinntekt", "3000"),
                    new LedgerAccount("3010", "Energi", "salgsinntekt", "3000"),
                    new LedgerAccount("3110", "Utførsel", "salgsinntekt", "3100"),
                    new LedgerAccount("3950", "Purregebyr", "annenDriftsinntekt", "3900"),
                    new LedgerAccount("7770", "Avrunding", "annenDriftskostnad", "7700"),
                    new LedgerAccount("7830", "Tap på fordringer", "annenDriftskostnad", "7830"),
                    new LedgerAccount("8050", "Forsinkelsesrenter", "finansinntekt", "8050")),
            REMINDERS);
    private static final PublishedFacts RATES = new PublishedFacts(
            List.of(new ExchangeRate(EUR, NOK, LocalDate.of(2026, 10, 30), new BigDecimal("11.6365"), "Norges Bank")),
            Map.of());
    private static final Vouchers VOUCHERS = new Vouchers(CHART, NOK, RATES);
    private static final SafTSchema SCHEMA = new SafTSchema();

    @Test
    void saysWhatTheJournalSays() throws IOException {
        List<Booking> bookings = bookings();
        String file = file(CHART, LEDGER, bookings);
        CsvTable journal = CsvTable.read(JournalCsv.write(bookings, NOK));

        assertThat(SCHEMA.flaw(stream(file))).isEmpty();
        assertThat(file).isEqualTo(file(CHART, LEDGER, bookings));
        assertThat(sum(file, "TotalDebit"))
                .isEqualByComparingTo(total(journal, "debit"))
                .isEqualByComparingTo(sum(file, "TotalCredit"))
                .isEqualByComparingTo(sum(file, "Line/DebitAmount/Amount"));
        assertThat(number(file, "count(//Transaction)"))
                .isEqualTo(Integer.toString(bookings.size()))
                .isEqualTo(number(file, "//NumberOfEntries"));
        assertThat(texts(file, "//JournalID")).isEqualTo("SALES PAYMENTS REMINDERS");
        assertThat(texts(file, "//Transaction/VoucherType")).isEqualTo("SI SC SI P RM");
        assertThat(number(file, "//Transaction[1]/SystemEntryDate")).isEqualTo("2026-11-03");
    }

    @Test
    void taxStandsBesideWhatItIsOnAndComesToTheAccountOfVat() throws IOException {
        String file = file(CHART, LEDGER, bookings());

        assertThat(sum(file, "Transaction[1]/Line/TaxInformation/CreditTaxAmount/Amount"))
                .isEqualByComparingTo(number(file, "//Transaction[1]/Line[AccountID='2700']/CreditAmount/Amount"));
        assertThat(sum(file, "Transaction[1]/Line/TaxInformation/TaxBase")).isEqualByComparingTo("250.00");
        assertThat(texts(file, "//Transaction[TransactionID='NO26-000003']//TaxInformation/TaxCode"))
                .isEqualTo("52");
        assertThat(texts(file, "//TaxCodeDetails/StandardTaxCode")).isEqualTo("3 52");
        assertThat(texts(file, "//Transaction[VoucherType='RM']//TaxInformation"))
                .isEmpty();
    }

    @Test
    void anotherCurrencyStandsBesideWithItsRate() throws IOException {
        String file = file(CHART, LEDGER, bookings());
        String owed = "//Transaction[TransactionID='NO26-000003']/Line[AccountID='1500']/DebitAmount/";

        assertThat(number(file, owed + "CurrencyCode")).isEqualTo("EUR");
        assertThat(number(file, owed + "ExchangeRate")).isEqualTo("11.6365");
        assertThat(new BigDecimal(number(file, owed + "Amount")))
                .isEqualByComparingTo(RATES.rate(EUR, NOK, ISSUED)
                        .orElseThrow()
                        .convert(new Money(new BigDecimal(number(file, owed + "CurrencyAmount")), EUR))
                        .amount());
    }

    @Test
    void customersOweWhatTheirVouchersComeTo() throws IOException {
        String file = file(CHART, LEDGER, bookings());

        assertThat(number(file, "//Customer/CustomerID")).isEqualTo("havvik");
        assertThat(number(file, "//Customer/BalanceAccount/ClosingDebitBalance"))
                .isEqualTo(number(file, "//Account[AccountID='1500']/ClosingDebitBalance"));
        assertThat(number(file, "//Customer/PartyInfo/Type")).isEqualTo("Government");
        assertThat(texts(file, "//Line[CustomerID]/AccountID").split(" ")).containsOnly("1500");
        assertThat(number(file, "//Transaction[VoucherType='SC']/Line[1]/CrossReference"))
                .isEqualTo("NO26-000001");
    }

    @Test
    void balancesAreCarriedOverTheYearAndRevenueIsNot() throws IOException {
        Invoice old = InvoiceDraft.of(ABillable.of(
                        RatedDay.of("havvik", "c-2026", "2026-10-01").gpuHours("10", "24.90")))
                .numbered("NO25-000001", LocalDate.of(2025, 12, 2));
        Invoice early = InvoiceDraft.of(ABillable.of(
                        RatedDay.of("havvik", "c-2026", "2026-10-01").gpuHours("1", "100")))
                .numbered("NO26-000000", LocalDate.of(2026, 1, 2));

        String file = file(CHART, LEDGER, List.of(booking(old), booking(early), booking(invoice("NO26-000001"))));

        assertThat(number(file, "//Account[AccountID='1500']/OpeningDebitBalance"))
                .isEqualTo("436.25");
        assertThat(number(file, "//Account[AccountID='1500']/ClosingDebitBalance"))
                .isEqualTo("748.75");
        assertThat(number(file, "//Account[AccountID='3000']/OpeningCreditBalance"))
                .isEqualTo("100.00");
        assertThat(number(file, "//Account[AccountID='3000']/ClosingCreditBalance"))
                .isEqualTo("349.00");
        assertThat(number(file, "//Account[AccountID='1920']/OpeningDebitBalance"))
                .isEqualTo("0.00");
        assertThat(number(file, "//NumberOfEntries")).isEqualTo("1");
    }

    @Test
    void refusesAnAccountOfWhichNothingIsSaid() {
        GeneralLedger withoutVat = new GeneralLedger(LEDGER.accounts().subList(0, 2), null);

        assertThatThrownBy(() -> file(CHART, withoutVat, bookings()))
                .isInstanceOfSatisfying(NotMapped.class, missing -> {
                    assertThat(missing.member()).isEqualTo("legalEntities/nordlys-no/chart/accounts");
                    assertThat(missing.detail()).contains("account 3000", "NO26-000001");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <AuditFileVersion>1.30<   | <AuditFileVersion>1.20<   | AuditFileVersion
            <GroupingCode>1500<       | <GroupingCode><           | GroupingCode
            <AccountID>1920<          | <AccountID>1500<          | EachAccountOnce
            <StandardTaxCode>3<       | <StandardTaxCode>300<     | StandardTaxCode
            <VoucherType>SI</VoucherType> | | VoucherType
            <Amount>312.50<           | <Amount>312.505<          | fractionDigits
            <RecordID>1</RecordID>    | <RecordID>1</RecordID><RecordID>1</RecordID> | RecordID
            <DebitAmount>             | <DebitAmount><Amount>1</Amount></DebitAmount><DebitAmount> | DebitAmount
            """)
    void theSchemaTellsWhatIsWrong(String right, String wrong, String told) throws IOException {
        String file = file(CHART, LEDGER, bookings());
        assertThat(file).contains(right);

        String broken = file.replaceFirst(right, wrong == null ? "" : wrong);

        assertThat(SCHEMA.flaw(stream(broken)))
                .hasValueSatisfying(flaw -> assertThat(flaw).contains(told).startsWith("line "));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyInvoiceFitsAndItsTaxIsSharedOutWhole(long seed) throws IOException {
        Random random = new Random(seed);
        List<RatedDay> days = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            days.add(RatedDay.of("havvik", "c-2026", "2026-10-0" + i)
                    .gpuHours(
                            new BigDecimal(1 + random.nextInt(100_000))
                                    .movePointLeft(3)
                                    .toPlainString(),
                            new BigDecimal(1 + random.nextInt(9_999))
                                    .movePointLeft(2)
                                    .toPlainString())
                    .energy(
                            new BigDecimal(random.nextInt(2_000_000) - 500_000)
                                    .movePointLeft(5)
                                    .toPlainString(),
                            "1"));
        }
        Invoice invoice =
                InvoiceDraft.of(ABillable.of(days.toArray(RatedDay[]::new))).numbered("NO26-000009", ISSUED);

        String file = file(CHART, LEDGER, List.of(booking(invoice)));

        assertThat(SCHEMA.flaw(stream(file))).isEmpty();
        assertThat(sum(file, "CreditTaxAmount/Amount").subtract(sum(file, "DebitTaxAmount/Amount")))
                .isEqualByComparingTo(invoice.totals().vat().amount());
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /** Two invoices, one of them in euro, a credit note, a payment and a reminder. */
    private static List<Booking> bookings() {
        Invoice invoice = invoice("NO26-000001");
        Invoice note = CreditNote.of(Remainder.whole(invoice), new CreditRequest.ByAmount(new BigDecimal("50.00")))
                .numbered("NO26-000002", ISSUED.plusDays(3));
        Invoice foreign = InvoiceDraft.of(ABillable.of(
                        "EUR",
                        EXPORT,
                        List.of(RatedDay.of("havvik", "c-2026", "2026-10-01")
                                .in("EUR")
                                .gpuHours("1.117", "2.20")
                                .build())))
                .numbered("NO26-000003", ISSUED);
        ReceivableEntry paid =
                new ReceivableEntry(EntryKind.PAID, new BigDecimal("100.00"), ISSUED.plusDays(20), "bank-1");
        LateClaim claim = new LateClaim(2, ISSUED.plusDays(27), money("70.00"), money("2.50"));
        Voucher claimed = VOUCHERS.reminder(invoice, claim, REMINDERS).orElseThrow();
        return List.of(
                booking(invoice),
                booking(note),
                booking(foreign),
                new Booking(VOUCHERS.entry(invoice, paid, 2, new BigDecimal("250.00")), invoice, RECORDED),
                new Booking(claimed, invoice, RECORDED));
    }

    private static Money money(String amount) {
        return new Money(new BigDecimal(amount), NOK);
    }

    private static Invoice invoice(String number) {
        return InvoiceDraft.of(ABillable.of(RatedDay.of("havvik", "c-2026", "2026-10-01")
                        .gpuHours("10", "24.90")
                        .energy("5", "1")))
                .numbered(number, ISSUED);
    }

    private static Booking booking(Invoice invoice) {
        return new Booking(VOUCHERS.document(invoice, BigDecimal.ZERO), invoice, RECORDED);
    }

    private static String file(ChartOfAccounts chart, GeneralLedger ledger, List<Booking> bookings) throws IOException {
        AuditSelection selection = new AuditSelection(
                AnAccount.norwegianEntity("nordlys-no", "NO26-").seller(),
                chart,
                ledger,
                LocalDate.of(2026, 11, 1),
                LocalDate.of(2026, 11, 30),
                LocalDate.of(2026, 12, 1));
        LedgerBalances balances = new LedgerBalances(selection);
        ByteArrayOutputStream journals = new ByteArrayOutputStream();
        SafTEntries entries = new SafTEntries(selection, journals);
        bookings.stream().filter(balances::add).forEach(entries::add);
        entries.end();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        SafTFile.write(selection, balances, new ByteArrayInputStream(journals.toByteArray()), file);
        return file.toString(StandardCharsets.UTF_8);
    }

    private static ByteArrayInputStream stream(String file) {
        return new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(String file, String path) {
        return evaluated(file, "string(" + path + ")");
    }

    private static BigDecimal sum(String file, String path) {
        String sum = evaluated(file, "round(100 * sum(//" + path + "))");
        return new BigDecimal(sum).movePointLeft(2);
    }

    private static String texts(String file, String path) {
        int count = Integer.parseInt(evaluated(file, "string(count(" + path + "))"));
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            texts.add(evaluated(file, "string((" + path + ")[" + i + "])"));
        }
        return String.join(" ", texts);
    }

    /** The document without namespaces, for short paths. */
    private static String evaluated(String file, String path) {
        try {
            Document document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(stream(file));
            XPath xpath = XPathFactory.newDefaultInstance().newXPath();
            return xpath.evaluate(path, document);
        } catch (Exception e) {
            throw new AssertionError(path, e);
        }
    }

    private static BigDecimal total(CsvTable csv, String column) {
        return csv.sum(column, row -> !row.getField(column).isEmpty());
    }
}
