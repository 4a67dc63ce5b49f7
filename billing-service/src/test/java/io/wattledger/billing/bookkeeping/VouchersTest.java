package io.wattledger.billing.bookkeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.RevenueAccount;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.bookkeeping.GeneralLedger.ReminderAccounts;
import io.wattledger.billing.bookkeeping.Voucher.Posting;
import io.wattledger.billing.document.CsvTable;
import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.invoice.ACreditedInvoice;
import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.PublishedFacts;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.TaxCurrencyTotal;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Vouchers balance, come to what the documents say, and post only on accounts that are mapped. */
class VouchersTest {

    private static final Currency NOK = Currency.getInstance("NOK");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);
    private static final VatTreatment EXPORT = new VatTreatment(VatCategory.G, BigDecimal.ZERO, "VATEX-EU-G", "Export");
    private static final ChartOfAccounts CHART = new ChartOfAccounts(
            "1500",
            "1920",
            "7830",
            "7770",
            "3090",
            "2900",
            List.of(
                    new RevenueAccount("3010", List.of(ChargeKind.ENERGY), VatCategory.S),
                    new RevenueAccount("3110", List.of(), VatCategory.G),
                    new RevenueAccount("3000", List.of(), VatCategory.S)),
            List.of(
                    new VatAccount(VatCategory.S, new BigDecimal("25"), "2700", "3"),
                    new VatAccount(VatCategory.G, BigDecimal.ZERO, null, "52")));
    private static final PublishedFacts RATES = new PublishedFacts(
            List.of(new ExchangeRate(EUR, NOK, LocalDate.of(2026, 10, 30), new BigDecimal("11.6365"), "Norges Bank")),
            Map.of());
    private static final ReminderAccounts REMINDERS = new ReminderAccounts("3950", "8050");
    private static final Vouchers VOUCHERS = new Vouchers(CHART, NOK, RATES);

    @Test
    void anInvoiceIsOwedAgainstRevenuePerKindAndVat() {
        Voucher voucher = VOUCHERS.document(invoice(), BigDecimal.ZERO);

        assertThat(voucher.kind()).isEqualTo(Voucher.Kind.INVOICE);
        assertThat(voucher.postings().stream().map(one -> one.account() + " " + one.amount() + " " + one.taxCode()))
                .containsExactly("1500 312.50 null", "3000 -249.00 3", "3010 -1.00 3", "2700 -62.50 3");
        assertThat(voucher.postings().getLast().taxed()).isEqualByComparingTo("250.00");
    }

    @Test
    void aCreditNoteStandsTheOtherWay() {
        Invoice note = CreditNote.of(Remainder.whole(invoice()), new CreditRequest.InFull())
                .numbered("NO26-000002", ISSUED.plusDays(9));

        Voucher voucher = VOUCHERS.document(note, BigDecimal.ZERO);

        assertThat(voucher.kind()).isEqualTo(Voucher.Kind.CREDIT_NOTE);
        assertThat(sum(voucher, "1500")).isEqualByComparingTo("-312.50");
        assertThat(sum(voucher, "2700")).isEqualByComparingTo("62.50");
    }

    @ParameterizedTest
    @CsvSource({
        "PAID, 1920, 1500, PAYMENT",
        "REFUNDED, 1500, 1920, REFUND",
        "RETURNED, 1500, 1920, RETURNED_PAYMENT",
        "WRITTEN_OFF, 7830, 1500, WRITE_OFF"
    })
    void entriesOfTheLedgerMoveMoneyBetweenTwoAccounts(
            EntryKind kind, String debit, String credit, Voucher.Kind expected) {
        ReceivableEntry entry = new ReceivableEntry(kind, new BigDecimal("100.00"), ISSUED.plusDays(20), "bank-1");

        Voucher voucher = VOUCHERS.entry(invoice(), entry, 2, new BigDecimal("312.50"));

        assertThat(voucher.number()).isEqualTo("NO26-000001/2");
        assertThat(voucher.kind()).isEqualTo(expected);
        assertThat(sum(voucher, debit)).isEqualByComparingTo("100");
        assertThat(sum(voucher, credit)).isEqualByComparingTo("-100");
    }

    @Test
    void anotherCurrencyIsConvertedAtTheRateOfTheDay() {
        Invoice invoice = InvoiceDraft.of(
                        ABillable.of("EUR", EXPORT, List.of(day("EUR", "1.117", "3.333"), day("EUR", "7", "0.013"))))
                .numbered("NO26-000003", ISSUED);

        Voucher voucher = VOUCHERS.document(invoice, BigDecimal.ZERO);

        assertThat(voucher.rate()).isEqualByComparingTo("11.6365");
        assertThat(voucher.postings().getFirst().booked())
                .isEqualByComparingTo(RATES.rate(EUR, NOK, ISSUED)
                        .orElseThrow()
                        .convert(invoice.totals().payable())
                        .amount());
        ExchangeRate kept = new ExchangeRate(EUR, NOK, ISSUED.minusDays(4), new BigDecimal("11.5"), "Norges Bank");
        ExchangeRate ofOtherBooks = new ExchangeRate(EUR, EUR, ISSUED, BigDecimal.ONE, "nobody");
        assertThat(VOUCHERS.at(kept).document(invoice, BigDecimal.ZERO).rate()).isEqualByComparingTo("11.5");
        assertThat(VOUCHERS.at(ofOtherBooks).document(invoice, BigDecimal.ZERO).rate())
                .isEqualByComparingTo("11.6365");
        assertThatThrownBy(() -> new Vouchers(CHART, NOK, PublishedFacts.NONE).document(invoice, BigDecimal.ZERO))
                .isInstanceOfSatisfying(NotMapped.class, missing -> {
                    assertThat(missing.member()).isEqualTo("taxExchangeRates");
                    assertThat(missing.detail()).contains("EUR", "NOK", "2026-11-02", "NO26-000003");
                });
    }

    /**
     * An invoice in euro that states VAT in kroner, paid in parts, credited in parts, paid back: once nothing is owed, nothing is
     * owed in kroner either; and once all is credited, no VAT is.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsSettledInOneCurrencyIsSettledInBoth(long seed) {
        Random random = new Random(seed);
        ExchangeRate rate = RATES.rates().getFirst();
        Invoice plain = InvoiceDraft.of(ABillable.of(
                        "EUR",
                        AnAccount.NORWEGIAN_VAT,
                        List.of(day("EUR", "" + (1 + random.nextInt(40)), "1." + random.nextInt(1000)))))
                .numbered("NO26-000001", ISSUED);
        Invoice invoice = new Invoice(
                plain.heading(),
                plain.seller(),
                plain.buyer(),
                plain.references(),
                plain.lines(),
                plain.vatBreakdown(),
                plain.totals()
                        .stating(
                                new TaxCurrencyTotal(rate.convert(plain.totals().vat()), rate)));
        List<Voucher> vouchers = new ArrayList<>(List.of(VOUCHERS.document(invoice, BigDecimal.ZERO)));
        ACreditedInvoice books = new ACreditedInvoice(invoice);
        BigDecimal owed = invoice.totals().payable().amount();
        for (int i = 1; books.remainder().total().signum() > 0; i++) {
            BigDecimal paid = new BigDecimal(1 + random.nextInt(900)).movePointLeft(2);
            vouchers.add(
                    VOUCHERS.entry(invoice, new ReceivableEntry(EntryKind.PAID, paid, ISSUED, "bank-" + i), i, owed));
            owed = owed.subtract(paid);
            Invoice note = note(books, i, random);
            vouchers.add(VOUCHERS.document(note, owed));
            owed = owed.subtract(note.totals().payable().amount());
        }
        vouchers.add(VOUCHERS.entry(
                invoice, new ReceivableEntry(EntryKind.REFUNDED, owed.negate(), ISSUED, "bank"), 99, owed));

        assertThat(booked(vouchers, "1500")).isEqualByComparingTo("0");
        assertThat(booked(vouchers, "2700")).isEqualByComparingTo("0");
        assertThat(vouchers.stream().map(one -> sum(one, "1500")).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("0");
        assertThat(booked(vouchers.subList(0, 1), "2700"))
                .isEqualByComparingTo(
                        invoice.totals().inTaxCurrency().vat().amount().negate());
    }

    /** A part, or from the sixth on all that is left; it states VAT in kroner and breaks no rule. */
    private static Invoice note(ACreditedInvoice books, int position, Random random) {
        Money left = books.remainder().total();
        BigDecimal part = new BigDecimal(1 + random.nextInt(500)).movePointLeft(2);
        boolean isAll = position > 5 || part.compareTo(left.amount()) >= 0;
        Invoice note = books.credit(isAll ? new CreditRequest.InFull() : new CreditRequest.ByAmount(part));
        assertThat(note.totals().inTaxCurrency().rate())
                .isEqualTo(books.invoice().totals().inTaxCurrency().rate());
        assertThat(HouseRules.check(note).violations()).isEmpty();
        return note;
    }

    private static BigDecimal booked(List<Voucher> vouchers, String account) {
        return vouchers.stream()
                .flatMap(one -> one.postings().stream())
                .filter(one -> one.account().equals(account))
                .map(Posting::booked)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void aCreditNoteIsBookedAtTheRateOfItsInvoiceHoweverLateItIs() {
        Invoice invoice = InvoiceDraft.of(ABillable.of("EUR", EXPORT, List.of(day("EUR", "7", "0.013"))))
                .numbered("NO26-000003", ISSUED);
        Invoice note = CreditNote.of(Remainder.whole(invoice), new CreditRequest.InFull())
                .numbered("NO26-000004", ISSUED.plusDays(200));

        Voucher issued = VOUCHERS.document(invoice, BigDecimal.ZERO);
        Voucher credited = VOUCHERS.document(note, invoice.totals().payable().amount());

        assertThat(credited.rate()).isEqualTo(issued.rate());
        for (String account : List.of("1500", "3110", "7770")) {
            assertThat(booked(List.of(issued, credited), account)).as(account).isEqualByComparingTo("0");
        }
    }

    @Test
    void aReminderIsOwedAgainstFeeAndInterestWithoutVat() {
        Invoice invoice = invoice();

        Voucher voucher =
                VOUCHERS.reminder(invoice, claim("70.00", "2.50"), REMINDERS).orElseThrow();

        assertThat(voucher.number()).isEqualTo("NO26-000001/R2");
        assertThat(voucher.postings().stream().map(one -> one.account() + " " + one.amount() + " " + one.taxCode()))
                .containsExactly("1500 72.50 null", "3950 -70.00 null", "8050 -2.50 null");
        assertThat(VOUCHERS.reminder(invoice, claim("0.00", "0.00"), null)).isEmpty();
        assertThatThrownBy(() -> VOUCHERS.reminder(invoice, claim("70.00", "0.00"), null))
                .isInstanceOfSatisfying(
                        NotMapped.class,
                        missing -> assertThat(missing.member()).isEqualTo("legalEntities/nordlys-no/chart/reminders"));
    }

    private static LateClaim claim(String fee, String interest) {
        return new LateClaim(2, ISSUED.plusDays(27), money(fee), money(interest));
    }

    private static Money money(String amount) {
        return new Money(new BigDecimal(amount), NOK);
    }

    @Test
    void whatNoAccountIsMappedForIsRefusedByName() {
        ChartOfAccounts energyOnly = new ChartOfAccounts(
                "1500", "1920", "7830", "7770", null, null, CHART.revenue().subList(0, 1), CHART.vat());
        ChartOfAccounts withoutVat =
                new ChartOfAccounts("1500", "1920", "7830", "7770", null, null, CHART.revenue(), List.of());

        assertThatThrownBy(() -> new Vouchers(energyOnly, NOK, RATES).document(invoice(), BigDecimal.ZERO))
                .isInstanceOfSatisfying(NotMapped.class, missing -> {
                    assertThat(missing.member()).isEqualTo("legalEntities/nordlys-no/chart/revenue");
                    assertThat(missing.detail()).contains("GPU_TIME", "NO26-000001");
                });
        assertThatThrownBy(() -> new Vouchers(withoutVat, NOK, RATES).document(invoice(), BigDecimal.ZERO))
                .isInstanceOfSatisfying(
                        NotMapped.class, missing -> assertThat(missing.detail()).contains("VAT S at 25 %"));
    }

    @Test
    void aVoucherThatDoesNotBalanceIsNone() {
        Posting one = new Posting("1500", BigDecimal.ONE, BigDecimal.ONE, null, null, Voucher.Subject.whole("Payable"));

        assertThatThrownBy(
                        () -> new Voucher("1", Voucher.Kind.INVOICE, ISSUED, "t", "kid", BigDecimal.ONE, List.of(one)))
                .hasMessageContaining("does not balance");
    }

    /** Random months in two currencies: each voucher balances in both, and the journal comes to the documents to the cent. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theJournalComesToTheDocuments(long seed) {
        Random random = new Random(seed);
        boolean foreign = random.nextBoolean();
        List<RatedUsage> days = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            days.add(day(
                    foreign ? "EUR" : "NOK",
                    new BigDecimal(1 + random.nextInt(100_000)).movePointLeft(3).toPlainString(),
                    new BigDecimal(random.nextInt(2_000_000) - 500_000)
                            .movePointLeft(5)
                            .toPlainString()));
        }
        Invoice invoice = InvoiceDraft.of(
                        foreign
                                ? ABillable.of("EUR", EXPORT, days)
                                : ABillable.of("NOK", AnAccount.NORWEGIAN_VAT, days))
                .numbered("NO26-000009", ISSUED);

        Voucher voucher = VOUCHERS.document(invoice, BigDecimal.ZERO);
        CsvTable csv = CsvTable.read(JournalCsv.write(List.of(new Booking(voucher, invoice, Instant.EPOCH)), NOK));

        assertThat(total(csv, "debit")).isEqualByComparingTo(total(csv, "credit"));
        assertThat(total(csv, "document_debit")).isEqualByComparingTo(total(csv, "document_credit"));
        assertThat(sum(voucher, "1500"))
                .isEqualByComparingTo(invoice.totals().payable().amount());
        assertThat(sum(voucher, "2700"))
                .isEqualByComparingTo(invoice.totals().vat().amount().negate());
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static Invoice invoice() {
        return InvoiceDraft.of(ABillable.of(RatedDay.of("havvik", "c-2026", "2026-10-01")
                        .gpuHours("10", "24.90")
                        .energy("5", "1")))
                .numbered("NO26-000001", ISSUED);
    }

    private static RatedUsage day(String currency, String hours, String energy) {
        return RatedDay.of("havvik", "c-2026", "2026-10-01")
                .in(currency)
                .gpuHours(hours, "2.20")
                .energy("5", energy)
                .build();
    }

    private static BigDecimal sum(Voucher voucher, String account) {
        return voucher.postings().stream()
                .filter(one -> one.account().equals(account))
                .map(Posting::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal total(CsvTable csv, String column) {
        return csv.sum(column, row -> !row.getField(column).isEmpty());
    }
}
