package io.wattledger.billing.commercial;

import static io.wattledger.billing.commercial.SomeRevisions.add;
import static io.wattledger.billing.commercial.SomeRevisions.billed;
import static io.wattledger.billing.commercial.SomeRevisions.cents;
import static io.wattledger.billing.commercial.SomeRevisions.cheapen;
import static io.wattledger.billing.commercial.SomeRevisions.correcting;
import static io.wattledger.billing.commercial.SomeRevisions.costing;
import static io.wattledger.billing.commercial.SomeRevisions.counting;
import static io.wattledger.billing.commercial.SomeRevisions.day;
import static io.wattledger.billing.commercial.SomeRevisions.drawn;
import static io.wattledger.billing.commercial.SomeRevisions.month;
import static io.wattledger.billing.commercial.SomeRevisions.stands;
import static io.wattledger.billing.commercial.SomeTerms.nok;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.invoice.ACreditedInvoice;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditRefused;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Revision;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What became cheaper, and what somebody asked to be given back: money and credits after it. */
class RevisedMoneyTest {

    /** One line of GPU time at 25 % VAT; amounts given back are without VAT but for money and paid credits. */
    @ParameterizedTest
    @CsvSource({
        // billed, promotional, paid, now | net, money with VAT, promotional back, paid back
        "1000.00,  100.00,    0.00,  910.00, 90.00,  112.50,   0.00,   0.00",
        "1000.00,  100.00,    0.00,   50.00, 900.00, 1125.00, 50.00,   0.00",
        "1000.00,  100.00,    0.00,    0.00, 900.00, 1125.00, 100.00,  0.00",
        "1000.00, 1000.00,    0.00,  400.00, 0.00,   0.00,    600.00,  0.00",
        "1000.00,  100.00, 1000.00,  910.00, 90.00,  112.50,   0.00,   0.00",
        "1000.00,  100.00, 1000.00,  500.00, 500.00, 125.00,   0.00, 500.00",
        "1000.00,  100.00, 1000.00,   50.00, 900.00, 125.00,  50.00, 1000.00",
        "1000.00,    0.00,  250.00,  900.00, 100.00, 125.00,   0.00,   0.00"
    })
    void givesBackMoneyFirst(
            String billed,
            String promotional,
            String paid,
            String now,
            String net,
            String money,
            String promotionalBack,
            String paidBack) {
        SomeTerms terms = new SomeTerms();
        if (!promotional.equals("0.00")) {
            terms.credit("given", CreditKind.PROMOTIONAL, nok(promotional), null);
        }
        if (!paid.equals("0.00")) {
            terms.credit("paid", CreditKind.PAID, nok(paid), null);
        }
        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(day(1).gpuHours("1", billed)));
        ACreditedInvoice books = new ACreditedInvoice(billed(draft, terms));

        Invoice note = cheapen(books, Map.of(1, nok(now)));

        assertThat(note.totals().withoutVat()).isEqualTo(nok(net));
        assertThat(note.totals().payable()).isEqualTo(nok(money));
        assertThat(note.totals().lines()).isEqualTo(nok(billed).minus(nok(now)));
        assertThat(drawn(note, "given").negated()).isEqualTo(nok(promotionalBack));
        assertThat(drawn(note, "paid").negated()).isEqualTo(nok(paidBack));
        assertThat(HouseRules.check(note).violations()).isEmpty();
    }

    /** Several credits, rates and revisions: the invoice less its credit notes is the invoice of the new amounts. */
    @ParameterizedTest
    @MethodSource("io.wattledger.billing.commercial.SomeRevisions#seeds")
    void standsAsBilledAnew(long seed) {
        Random random = new Random(seed);
        InvoiceDraft draft = month(random);
        SomeTerms terms = credits(random);
        ACreditedInvoice books = new ACreditedInvoice(billed(draft, terms));
        Map<Integer, Money> amounts = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            lower(random, draft, amounts);
            Invoice note = books.revise(Objects.requireNonNull(books.revision(amounts)));
            if (note != null) {
                assertThat(HouseRules.check(note).violations()).isEmpty();
            }

            Invoice anew = billed(draft.with(costing(draft.lines(), amounts), List.of()), terms);

            assertThat(stands(books)).isEqualTo(stands(new ACreditedInvoice(anew)));
        }
    }

    /** Whoever takes back what, in whatever order: never more than is left, and in the end all of it. */
    @ParameterizedTest
    @MethodSource("io.wattledger.billing.commercial.SomeRevisions#seeds")
    void givesAllBackInAnyOrder(long seed) {
        Random random = new Random(seed);
        InvoiceDraft draft = month(random);
        SomeTerms terms = credits(random);
        if (random.nextInt(3) == 0) {
            terms.amount("fixed", cents(random, 300_000));
        }
        if (random.nextBoolean()) {
            terms.commitment("floor", nok(cents(random, 500_000)), CommitmentInterval.YEAR, "80")
                    .endingBeforeTheMonth();
        }
        ACreditedInvoice books = counting(draft, terms);
        Map<Integer, Money> amounts = new HashMap<>();
        books.invoice()
                .lines()
                .forEach(line -> amounts.put(line.number(), line.amount().net()));
        for (int i = 0; i < 6; i++) {
            if (random.nextBoolean()) {
                lower(random, draft, amounts);
                books.revise(Objects.requireNonNull(books.revision(amounts)));
            } else {
                ask(random, books);
            }
            isWithinWhatWasBilled(books);
        }
        while (!books.remainder().isEmpty()) {
            books.credit(new CreditRequest.InFull());
            isWithinWhatWasBilled(books);
        }
        // Lines that an allowance across lines has paid for are not credited, so they go on counting.
        boolean across = !books.invoice().allowances().isEmpty();
        stands(books)
                .forEach((what, money) -> assertThat(across && what.equals("floor") || money.signum() == 0)
                        .as("%s has %s left", what, money)
                        .isTrue());
    }

    /**
     * Lines become cheaper and dearer: what the credit note gives back, also to credits that were used up, the invoice beside it
     * draws again, as billing the month anew would have.
     */
    @ParameterizedTest
    @MethodSource("io.wattledger.billing.commercial.SomeRevisions#seeds")
    void drawsAsBilledAnew(long seed) {
        Random random = new Random(seed);
        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(
                day(1).gpuHours("1", cents(random, 200_000)).energy("10", cents(random, 50_000)),
                day(2).at("project-2", "narvik", "h100-sxm").gpuHours("1", cents(random, 200_000))));
        SomeTerms terms = new SomeTerms();
        for (int i = random.nextInt(4); i > 0; i--) {
            terms.credit("credit-" + i, CreditKind.PROMOTIONAL, nok(cents(random, 150_000)), "2026-12-0" + i);
        }
        ACreditedInvoice books = new ACreditedInvoice(billed(draft, terms));
        Map<Integer, Money> amounts = new HashMap<>();
        draft.lines().forEach(line -> amounts.put(line.number(), nok(cents(random, 200_000))));
        Invoice anew = billed(draft.with(costing(draft.lines(), amounts), List.of()), terms);

        Revision.Split split = Objects.requireNonNull(books.revision(amounts));
        Invoice note = books.revise(split);
        Invoice more =
                correcting(split.increases(), terms, afterReturn(books.invoice(), note, terms), SomeTerms.ISSUED);

        Map<String, Money> stands = stands(books);
        add(stands, more, false);
        stands.values().removeIf(money -> money.signum() == 0);
        Map<String, Money> wanted = stands(new ACreditedInvoice(anew));
        // VAT of two documents may be a minor unit off.
        for (Map<String, Money> one : List.of(stands, wanted)) {
            one.keySet().removeIf(what -> what.equals("money") || what.endsWith("% tax"));
        }
        assertThat(stands).isEqualTo(wanted);
    }

    /** How credits stand once an invoice has drawn from them and a credit note has given back. */
    private static MoneyState afterReturn(Invoice invoice, @Nullable Invoice note, SomeTerms terms) {
        List<AvailableCredit> left = terms.basis().before().credits().stream()
                .map(credit -> new AvailableCredit(
                        credit.id(),
                        credit.kind(),
                        credit.words(),
                        credit.balance().minus(drawn(invoice, credit.id())),
                        credit.validFrom(),
                        credit.expiresOn()))
                .toList();
        Map<Boolean, List<AvailableCredit>> bySomethingLeft = left.stream()
                .collect(Collectors.partitioningBy(credit -> credit.balance().signum() > 0));
        ContractMoney returned = note == null ? null : note.totals().money();
        return new MoneyState(new TreeMap<>(), List.of(), bySomethingLeft.get(true))
                .after(returned == null ? List.of() : List.of(returned), bySomethingLeft.get(false));
    }

    /** A month that costs the same by other lines draws from credits that have expired what they had paid of it. */
    @Test
    void drawsAgainFromACreditThatHasExpired() {
        SomeTerms terms = new SomeTerms().credit("given", CreditKind.PROMOTIONAL, nok("100.00"), "2026-11-30");
        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(
                day(1).gpuHours("1", "1000"),
                day(2).at("project-2", "narvik", "h100-sxm").gpuHours("1", "10")));
        ACreditedInvoice books = new ACreditedInvoice(billed(draft, terms));
        Revision.Split split = Objects.requireNonNull(books.revision(Map.of(1, nok("20.00"), 2, nok("990.00"))));

        Invoice note = books.revise(split);
        Invoice more = correcting(
                split.increases(), terms, afterReturn(books.invoice(), note, terms), SomeTerms.ISSUED.plusYears(1));

        assertThat(drawn(Objects.requireNonNull(note), "given")).isEqualTo(nok("-70.00"));
        assertThat(drawn(more, "given")).isEqualTo(nok("70.00"));
    }

    /** What was asked for is a share of what the month comes to, whether it was asked for before or after it did. */
    @Test
    void standsAsBilledAnewAndThenCredited() {
        SomeTerms terms = new SomeTerms().credit("given", CreditKind.PROMOTIONAL, nok("100.00"), null);
        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(day(1).gpuHours("1", "1000")));
        CreditRequest request = new CreditRequest.ByAmount(new BigDecimal("405.00"));
        ACreditedInvoice first = new ACreditedInvoice(billed(draft, terms));
        ACreditedInvoice last = new ACreditedInvoice(billed(draft, terms));

        Invoice asked = first.credit(request);
        Invoice revised = cheapen(first, Map.of(1, nok("910.00")));
        cheapen(last, Map.of(1, nok("910.00")));
        last.credit(request);

        assertThat(drawn(asked, "given")).isEqualTo(nok("-45.00"));
        assertThat(revised.totals().withoutVat()).isEqualTo(nok("90.00"));
        assertThat(drawn(revised, "given")).isEqualTo(nok("-5.00"));
        assertThat(stands(first)).isEqualTo(stands(last)).containsEntry("given", nok("50.00"));
    }

    /** Once credits bear all that is left, what somebody asks for comes to nothing and goes back to them. */
    @Test
    void creditsWhatCreditsHaveComeToBear() {
        SomeTerms terms = new SomeTerms().credit("given", CreditKind.PROMOTIONAL, nok("100.00"), null);
        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(day(1).gpuHours("1", "1000")));
        ACreditedInvoice books = new ACreditedInvoice(billed(draft, terms));
        cheapen(books, Map.of(1, nok("50.00")));

        Invoice part = books.credit(new CreditRequest.ByLine(Map.of(1, new BigDecimal("20.00"))));
        Invoice rest = books.credit(new CreditRequest.InFull());

        assertThat(part.totals().withVat()).isEqualTo(nok("0.00"));
        assertThat(drawn(part, "given")).isEqualTo(nok("-20.00"));
        assertThat(drawn(rest, "given")).isEqualTo(nok("-30.00"));
        assertThat(books.remainder().isEmpty()).isTrue();
    }

    private static void ask(Random random, ACreditedInvoice books) {
        Money left = books.remainder().total();
        int line = 1 + random.nextInt(books.invoice().lines().size());
        CreditRequest request =
                switch (random.nextInt(8)) {
                    case 0 -> new CreditRequest.InFull();
                    case 1, 2, 3 ->
                        new CreditRequest.ByAmount(new BigDecimal(cents(
                                random,
                                Math.max(1, left.amount().unscaledValue().intValueExact()))));
                    default -> new CreditRequest.ByLine(Map.of(line, new BigDecimal(cents(random, 50_000))));
                };
        try {
            assertThat(HouseRules.check(books.credit(request)).violations()).isEmpty();
        } catch (CreditRefused e) {
            assertThat(e.detail()).isNotBlank();
        }
    }

    private static void isWithinWhatWasBilled(ACreditedInvoice books) {
        stands(books)
                .forEach((what, money) ->
                        assertThat(money.signum()).as("%s: %s", what, money).isNotNegative());
        for (InvoiceLine line : books.invoice().lines()) {
            Money left = Objects.requireNonNull(books.remainder().left().get(line.number()));
            assertThat(left.signum()).isNotNegative();
        }
    }

    /** Lowers some lines of what they came to last; a few to nothing. */
    private static void lower(Random random, InvoiceDraft draft, Map<Integer, Money> amounts) {
        for (InvoiceLine line : draft.lines()) {
            Money was = amounts.getOrDefault(line.number(), line.amount().net());
            if (random.nextInt(3) == 0 && was.signum() > 0) {
                long cents = was.amount().unscaledValue().longValueExact();
                amounts.put(
                        line.number(),
                        nok(BigDecimal.valueOf(random.nextInt(4) == 0 ? 0 : random.nextLong(cents), 2)
                                .toPlainString()));
            }
        }
    }

    private static SomeTerms credits(Random random) {
        SomeTerms terms = new SomeTerms();
        for (int i = random.nextInt(5); i > 0; i--) {
            terms.credit(
                    "credit-" + i,
                    random.nextBoolean() ? CreditKind.PAID : CreditKind.PROMOTIONAL,
                    nok(cents(random, 150_000)),
                    random.nextBoolean() ? null : "2026-12-0" + i);
        }
        return terms;
    }
}
