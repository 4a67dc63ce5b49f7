package io.wattledger.billing.commercial;

import static io.wattledger.billing.commercial.SomeRevisions.billed;
import static io.wattledger.billing.commercial.SomeRevisions.cents;
import static io.wattledger.billing.commercial.SomeRevisions.cheapen;
import static io.wattledger.billing.commercial.SomeRevisions.correcting;
import static io.wattledger.billing.commercial.SomeRevisions.costing;
import static io.wattledger.billing.commercial.SomeRevisions.counted;
import static io.wattledger.billing.commercial.SomeRevisions.counting;
import static io.wattledger.billing.commercial.SomeRevisions.day;
import static io.wattledger.billing.commercial.SomeRevisions.month;
import static io.wattledger.billing.commercial.SomeTerms.nok;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.ACreditedInvoice;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Revision;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What counts towards a commitment once a month became cheaper or dearer, at once or on the next invoice. */
class RevisedCommitmentTest {

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
    @MethodSource("io.wattledger.billing.commercial.SomeRevisions#seeds")
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
                Objects.requireNonNull(books.revision(anew.lines()).split(List.of()));
        Invoice note = books.revise(split);
        Money atOnce = counted(ofIncreases(books, note, split, terms));

        assertThat(counted(books.invoice()).plus(next)).isEqualTo(counted(anew));
        assertThat(counted(books.invoice())
                        .plus(note == null ? nok("0.00") : counted(note))
                        .plus(atOnce))
                .isEqualTo(counted(anew));
    }

    /**
     * All 100 of a commitment are drawn when the next invoice, its last, takes back 40 and bills 200 of its own: what it takes
     * back makes room, and nothing falls short. What was stored before counted in the order of the lines, and 40 fell short.
     */
    @ParameterizedTest
    @CsvSource({"true, 40.00, 0.00", ", 0.00, 40.00"})
    void makesRoomByWhatIsTakenBack(@Nullable Boolean belowZeroFirst, String own, String shortfall) {
        SomeTerms terms = new SomeTerms().commitment("floor", nok("100.00"), CommitmentInterval.YEAR, null);
        InvoiceDraft july = InvoiceDraft.of(ABillable.of(day(1).gpuHours("1", "100")));
        ACreditedInvoice books = counting(july, terms);
        InvoiceDraft next = InvoiceDraft.of(ABillable.of(day(2).gpuHours("1", "200")));
        List<CorrectionLine> lines = books.revision(costing(books.invoice().lines(), Map.of(1, nok("60.00"))))
                .adjustments(2);
        MoneyState before = before(books, null, terms);
        CommercialBasis of = terms.in(YearMonth.of(2026, 12)).basis();

        Invoice invoice = CommercialInvoice.of(
                        InvoiceDraft.of(next.billable(), lines),
                        new CommercialBasis(
                                of.terms(),
                                of.contract(),
                                of.month(),
                                true,
                                new MoneyState(
                                        before.discounted(),
                                        before.drawn(),
                                        List.of(),
                                        List.of(new MoneyState.Overage("NO26-000001", "floor", nok("0.00"), null)),
                                        belowZeroFirst,
                                        null),
                                SomeTerms.ISSUED,
                                List.of()))
                .numbered("NO26-000002", SomeTerms.ISSUED);

        ContractMoney.CommitmentDrawn told =
                invoice.totals().money().commitments().getFirst();
        assertThat(told.lines().stream().filter(line -> line.line() == 1).map(ContractMoney.CountedLine::counted))
                .containsExactlyElementsOf(own.equals("0.00") ? List.of() : List.of(nok(own)));
        assertThat(told.counted()).isEqualTo(nok(own).minus(nok("40.00")));
        assertThat(
                        told.shortfallLine() == null
                                ? nok("0.00")
                                : invoice.lines()
                                        .get(told.shortfallLine() - 1)
                                        .amount()
                                        .net())
                .isEqualTo(nok(shortfall));
    }

    /** 200 of which 100 are committed, and 20 that the seller gives back after them: 100 of the 180 count, none falls short. */
    @Test
    void makesRoomByWhatTheSellerGivesBack() {
        SomeTerms terms = new SomeTerms().monthly("floor", nok("100.00"), null);
        InvoiceDraft days = InvoiceDraft.of(ABillable.of(
                day(1).gpuHours("1", "200"),
                day(2).at("sla", "narvik", "h100-sxm").gpuHours("1", "20")));
        InvoiceDraft draft = days.with(costing(days.lines(), Map.of(2, nok("-20.00"))), List.of());
        CommercialBasis of = terms.basis();

        InvoiceDraft invoice = CommercialInvoice.of(
                draft,
                new CommercialBasis(
                        of.terms(),
                        of.contract(),
                        of.month(),
                        true,
                        MoneyState.NONE.correcting(List.of()),
                        of.issueDate(),
                        List.of()));

        ContractMoney.CommitmentDrawn told =
                Objects.requireNonNull(invoice.totals().money()).commitments().getFirst();
        assertThat(told.counted()).isEqualTo(nok("100.00"));
        assertThat(told.shortfallLine()).isNull();
        assertThat(invoice.totals().withoutVat()).isEqualTo(nok("180.00"));
    }

    /** The invoice that corrects the month by lines of its own, as the next invoice does. */
    private static Invoice nextInvoice(ACreditedInvoice books, SomeTerms terms, List<InvoiceLine> now) {
        List<MoneyState.Overage> overage = books.remainder().overage().entrySet().stream()
                .map(one -> new MoneyState.Overage("NO26-000001", one.getKey(), one.getValue(), null))
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
}
