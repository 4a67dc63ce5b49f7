package io.wattledger.billing.commercial;

import static io.wattledger.billing.commercial.SomeTerms.nok;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.invoice.ACreditedInvoice;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.CreditRefused;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineAmount;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What became cheaper, and what somebody asked to be given back: money, credits and commitments after it. */
class RevisedMoneyTest {

    private static final int CASES = 300;
    private static final VatTreatment REDUCED =
            TaxDetermination.treatment(VatCategory.S, new BigDecimal("15"), null, null);

    static List<Long> seeds() {
        return new Random(20_261_129L).longs(CASES).boxed().toList();
    }

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
    @MethodSource("seeds")
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
    @MethodSource("seeds")
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

    /** One line of 700 of which 500 count; what is credited takes overage first, and the next invoice does as well. */
    @ParameterizedTest
    @CsvSource({"600.00, 0.00", "500.00, 0.00", "450.00, -50.00", "0.00, -500.00"})
    void takesOverageFirst(String now, String counted) {
        SomeTerms terms = new SomeTerms()
                .commitment("floor", nok("500.00"), CommitmentInterval.YEAR, null)
                .endingBeforeTheMonth();
        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(day(1).gpuHours("1", "700")));
        ACreditedInvoice books = counting(draft, terms);

        Invoice next = nextInvoice(books, terms, costing(books.invoice().lines(), Map.of(1, nok(now))));
        Invoice note = cheapen(books, Map.of(1, nok(now)));

        assertThat(counted(note)).isEqualTo(nok(counted));
        assertThat(counted(next)).isEqualTo(nok(counted));
    }

    /** Lines become cheaper and dearer: what counts, in the end, is what counts when the month is billed anew. */
    @ParameterizedTest
    @MethodSource("seeds")
    void countsAsBilledAnew(long seed) {
        Random random = new Random(seed);
        SomeTerms terms = new SomeTerms()
                .commitment(
                        "floor",
                        nok(cents(random, 500_000)),
                        CommitmentInterval.YEAR,
                        Integer.toString(random.nextInt(101)))
                .drawnBefore("floor", nok(cents(random, 100_000)))
                .endingBeforeTheMonth();
        if (random.nextBoolean()) {
            terms.discount(
                    "within",
                    new Reduction.PerCent(new BigDecimal(cents(random, 9_999))),
                    ChargeSelection.COMPUTE,
                    null,
                    "floor");
        }
        InvoiceDraft draft = month(random);
        ACreditedInvoice books = counting(draft, terms);
        Map<Integer, Money> amounts = new HashMap<>();
        draft.lines().forEach(line -> amounts.put(line.number(), nok(cents(random, 200_000))));
        Invoice anew = billed(draft.with(costing(draft.lines(), amounts), List.of()), terms);

        Money next = counted(nextInvoice(books, terms, anew.lines()));
        Revision.Split split =
                Objects.requireNonNull(books.revision(anew.lines()).split());
        Invoice note = books.revise(split);
        Money atOnce = counted(ofIncreases(books, note, split, terms));

        assertThat(counted(books.invoice()).plus(next)).isEqualTo(counted(anew));
        assertThat(counted(books.invoice())
                        .plus(note == null ? nok("0.00") : counted(note))
                        .plus(atOnce))
                .isEqualTo(counted(anew));
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

    private static Invoice cheapen(ACreditedInvoice books, Map<Integer, Money> amounts) {
        return Objects.requireNonNull(books.revise(Objects.requireNonNull(books.revision(amounts))));
    }

    private static Invoice billed(InvoiceDraft draft, SomeTerms terms) {
        return CommercialInvoice.of(draft, terms.basis()).numbered("NO26-000001", SomeTerms.ISSUED);
    }

    private static ACreditedInvoice counting(InvoiceDraft draft, SomeTerms terms) {
        Invoice invoice = billed(draft, terms);
        return new ACreditedInvoice(invoice, CommitmentLines.of(invoice, terms.basis()));
    }

    /** The invoice that corrects the month by lines of its own, as the next invoice does. */
    private static Invoice nextInvoice(ACreditedInvoice books, SomeTerms terms, List<InvoiceLine> now) {
        List<MoneyState.Overage> overage = books.remainder().overage().entrySet().stream()
                .map(one -> new MoneyState.Overage("NO26-000001", one.getKey(), one.getValue()))
                .toList();
        MoneyState before = before(books, null, terms).correcting(overage);
        return correcting(books.revision(now).adjustments(1), terms, before);
    }

    private static Invoice ofIncreases(
            ACreditedInvoice books, @Nullable Invoice note, Revision.Split split, SomeTerms terms) {
        return correcting(split.increases(), terms, before(books, note, terms));
    }

    private static MoneyState before(ACreditedInvoice books, @Nullable Invoice note, SomeTerms terms) {
        List<ContractMoney> drawn = Stream.of(books.invoice(), note)
                .flatMap(one -> one == null
                        ? Stream.<ContractMoney>empty()
                        : Stream.ofNullable(one.totals().money()))
                .toList();
        return terms.basis().before().after(drawn, List.of());
    }

    private static Invoice correcting(List<CorrectionLine> lines, SomeTerms terms, MoneyState before) {
        CommercialBasis of = terms.basis();
        CommercialBasis basis = new CommercialBasis(
                new CommercialTerms(List.of(), of.terms().commitments()),
                of.contract(),
                of.month(),
                false,
                before,
                of.issueDate(),
                of.rates());
        return CommercialInvoice.of(InvoiceDraft.of(ABillable.of(), lines), basis)
                .numbered("NO26-000002", SomeTerms.ISSUED);
    }

    private static Money counted(Invoice document) {
        ContractMoney money = document.totals().money();
        return money == null || money.commitments().isEmpty()
                ? nok("0.00")
                : money.commitments().getFirst().counted();
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

    /** What the invoice and its credit notes come to: without VAT and VAT by rate, in money, and of each credit and commitment. */
    private static Map<String, Money> stands(ACreditedInvoice books) {
        Map<String, Money> stands = new TreeMap<>();
        add(stands, books.invoice(), false);
        books.notes().forEach(note -> add(stands, note, true));
        stands.values().removeIf(money -> money.signum() == 0);
        return stands;
    }

    private static void add(Map<String, Money> stands, Invoice document, boolean isNote) {
        document.vatBreakdown().forEach(one -> {
            String rate = one.vat().ratePercent().toPlainString();
            stands.merge(rate + " % taxed", isNote ? one.taxable().negated() : one.taxable(), Money::plus);
            stands.merge(rate + " % tax", isNote ? one.tax().negated() : one.tax(), Money::plus);
        });
        Money payable = document.totals().payable();
        stands.merge("money", isNote ? payable.negated() : payable, Money::plus);
        ContractMoney money = document.totals().money();
        if (money != null) {
            money.credits().forEach(credit -> stands.merge(credit.id(), credit.drawn(), Money::plus));
            money.commitments().forEach(one -> stands.merge(one.id(), one.counted(), Money::plus));
        }
    }

    private static Money drawn(Invoice document, String credit) {
        ContractMoney money = document.totals().money();
        return money == null
                ? nok("0.00")
                : money.credits().stream()
                        .filter(one -> one.id().equals(credit))
                        .map(ContractMoney.CreditDrawn::drawn)
                        .reduce(nok("0.00"), Money::plus);
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

    private static List<InvoiceLine> costing(List<InvoiceLine> lines, Map<Integer, Money> amounts) {
        return lines.stream()
                .map(line -> {
                    Money amount =
                            amounts.getOrDefault(line.number(), line.amount().net());
                    return line.costing(new LineAmount(amount, amount.amount()));
                })
                .toList();
    }

    /** Lines of GPU time and energy; a few at a second rate, as lines are that correct a month before a reduction. */
    private static InvoiceDraft month(Random random) {
        List<RatedDay> days = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 1; i <= count; i++) {
            days.add(day(i).at("project-" + i, random.nextBoolean() ? "glomfjord" : "narvik", "h100-sxm")
                    .gpuHours("1", cents(random, 200_000))
                    .energy("10", cents(random, 50_000)));
        }
        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(days.toArray(RatedDay[]::new)));
        List<InvoiceLine> lines = draft.lines().stream()
                .map(line -> random.nextInt(4) > 0
                        ? line
                        : new InvoiceLine(
                                line.number(),
                                line.item(),
                                line.quantity(),
                                line.amount(),
                                REDUCED,
                                line.chargePeriod(),
                                line.facts(),
                                line.provenance()))
                .toList();
        return draft.with(lines, List.of());
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

    private static RatedDay day(int day) {
        return RatedDay.of("havvik", "c-2026", "2026-10-0" + day);
    }

    private static String cents(Random random, int most) {
        return BigDecimal.valueOf(1 + random.nextInt(most), 2).toPlainString();
    }
}
