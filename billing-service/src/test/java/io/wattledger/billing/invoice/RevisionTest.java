package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a month that was rated again does to its invoice. */
class RevisionTest {

    private static final Currency NOK = Currency.getInstance("NOK");

    /** The difference of rounded lines (C64: not round(0.012)), a republished price (C62), and ordinary ones. */
    @ParameterizedTest
    @CsvSource({
        "10.004, 10.016, 0.02",
        "1020.00, 696.00, -324.00",
        "95.60, 96.20, 0.60",
        "2.345, -2.345, -4.70",
        "1, 1, 0.00"
    })
    void isTheDifferenceOfRoundedLines(String old, String now, String difference) {
        Revision revision = Revision.of(
                invoice(day().energy("12000", old)),
                List.of(),
                lines(day().energy("12000", old)),
                lines(day().energy("12000", now)));

        assertThat(revision.lines()).hasSize(1);
        assertThat(revision.lines().getFirst().difference()).isEqualTo(nok(difference));
    }

    @Test
    void namesTheOriginalLineAtItsRateWithTheQuantityThatChanged() {
        Invoice invoice = invoice(day().gpuHours("10", "24.90"));
        Revision revision = Revision.of(
                invoice, List.of(), lines(day().gpuHours("10", "24.90")), lines(day().gpuHours("8", "24.90")));

        CorrectionLine line = revision.adjustments(4).getFirst();

        assertThat(line.line().number()).isEqualTo(4);
        assertThat(line.names()).isEqualTo(new CorrectedLine("NO26-000001", 1));
        assertThat(line.line().provenance().corrects()).isEqualTo(line.names());
        assertThat(line.line().item().description()).isEqualTo("Correction of line 1 of invoice NO26-000001: GPU time");
        assertThat(line.line().amount().net()).isEqualTo(nok("-49.80"));
        assertThat(line.line().quantity().invoiced()).isEqualByComparingTo("-2");
        assertThat(line.line().quantity().invoicedUnitPrice()).isEqualTo("24.9");
        assertThat(line.line().vat()).isEqualTo(invoice.lines().getFirst().vat());
        assertThat(line.line().facts().milliGpuSeconds()).isEqualTo(-7_200_000);
    }

    /** A beat that comes late takes the place of what was filled: that much is known now, and nobody owes more or less. */
    @Test
    void changesNothingWhereAnEstimateBecameKnown() {
        Revision revision = Revision.of(
                invoice(day().gpuHours("10", "24.90").estimated(7_200_000)),
                List.of(),
                lines(day().gpuHours("10", "24.90").estimated(7_200_000)),
                lines(day().gpuHours("10", "24.90")));

        assertThat(revision.lines()).noneMatch(RevisedLine::changed);
    }

    @Test
    void tellsHowAnEstimateChangedWithTheUsage() {
        Revision revision = Revision.of(
                invoice(day().gpuHours("10", "24.90").estimated(7_200_000)),
                List.of(),
                lines(day().gpuHours("10", "24.90").estimated(7_200_000)),
                lines(day().gpuHours("9", "24.90").estimated(3_600_000)));

        UsageFacts facts = revision.adjustments(1).getFirst().line().facts();
        assertThat(facts.milliGpuSeconds()).isEqualTo(-3_600_000);
        assertThat(facts.estimatedMilliGpuSeconds()).isEqualTo(-3_600_000);
    }

    @Test
    void statesAChangedPriceOverTheWholeQuantity() {
        Revision revision = Revision.of(
                invoice(day().energy("12000", "1020")),
                List.of(),
                lines(day().energy("12000", "1020")),
                lines(day().energy("12000", "696")));

        LineQuantity quantity = revision.adjustments(1).getFirst().line().quantity();

        assertThat(quantity.invoiced()).isEqualByComparingTo("-12000");
        assertThat(quantity.invoicedUnitPrice()).isEqualTo("0.027");
    }

    @Test
    void splitsIntoACreditNoteAndAnInvoice() {
        Invoice invoice = invoice(day().gpuHours("10", "10").energy("5", "7"));
        Revision revision = Revision.of(
                invoice,
                List.of(),
                invoice.lines(),
                lines(day().gpuHours("8", "10").energy("5", "9")));

        Revision.Split split = revision.split(List.of());

        assertThat(split).isNotNull();
        assertThat(split.increases()).extracting(CorrectionLine::effect).containsExactly(nok("2.00"));
        assertThat(split.decreases()).containsOnlyKeys("NO26-000001");
        CreditNote note =
                CreditNote.revising(Remainder.whole(invoice), split.decreases().get("NO26-000001"), Map.of());
        assertThat(note.totals().withoutVat()).isEqualTo(nok("20.00"));
        assertThat(note.totals().vat()).isEqualTo(nok("5.00"));
        assertThat(note.lines().getFirst().quantity().invoiced()).isEqualByComparingTo("2");
        assertThat(note.lines().getFirst().facts().milliGpuSeconds()).isEqualTo(7_200_000);
    }

    @Test
    void waitsWhereNoLineHasAsMuchLeft() {
        Revision revision = Revision.of(
                invoice(day().energy("5", "-7")),
                List.of(),
                lines(day().energy("5", "-7")),
                lines(day().energy("5", "-9")));

        assertThat(revision.split(List.of())).isNull();
        assertThat(revision.adjustments(1)).extracting(CorrectionLine::effect).containsExactly(nok("-2.00"));
    }

    @Test
    void givesNothingBackTwice() {
        Invoice invoice = invoice(day().gpuHours("10", "10"));
        InvoiceLine line = invoice.lines().getFirst();
        List<LineEffect> effects = List.of(new LineEffect(
                "NO26-000002",
                1,
                new CorrectedLine("NO26-000001", 1),
                "NO26-000001",
                LineKey.of(line).text(),
                LineEffect.Cause.CREDIT,
                nok("-70.00")));

        Revision down = Revision.of(invoice, effects, invoice.lines(), lines(day().gpuHours("2", "10")));
        Revision up = Revision.of(invoice, effects, invoice.lines(), lines(day().gpuHours("12", "10")));

        // 30 are left, so the 80 that it became cheaper by are 30.
        assertThat(down.lines().getFirst().difference()).isEqualTo(nok("-30.00"));
        assertThat(up.lines().getFirst().difference()).isEqualTo(nok("20.00"));
    }

    @Test
    void takesFromTheNewestLineFirst() {
        Invoice invoice = invoice(day().gpuHours("10", "10"));
        InvoiceLine line = invoice.lines().getFirst();
        List<LineEffect> effects = List.of(new LineEffect(
                "NO26-000005",
                3,
                new CorrectedLine("NO26-000001", 1),
                "NO26-000001",
                LineKey.of(line).text(),
                LineEffect.Cause.REVISION,
                nok("20.00")));

        Revision.Split split = Revision.of(
                        invoice, effects, lines(day().gpuHours("12", "10")), lines(day().gpuHours("7", "10")))
                .split(List.of());

        assertThat(split).isNotNull();
        assertThat(split.decreases().get("NO26-000005"))
                .extracting(CorrectionLine::effect)
                .containsExactly(nok("-20.00"));
        assertThat(split.decreases().get("NO26-000001"))
                .extracting(CorrectionLine::effect)
                .containsExactly(nok("-30.00"));
    }

    /** Of the 30 hours that go, ten stand on a later invoice; tiers tell no GPU time by which a part could be told from the whole. */
    @Test
    void statesTheQuantityOfADifferenceOnceHoweverManyLinesItIsTakenFrom() {
        Invoice invoice = invoice(day().ofTier("up to 200", "100", "10"));
        LineEffect more = new LineEffect(
                "NO26-000005",
                3,
                new CorrectedLine("NO26-000001", 1),
                "NO26-000001",
                LineKey.of(invoice.lines().getFirst()).text(),
                LineEffect.Cause.REVISION,
                nok("100.00"));
        Revision revision = Revision.of(
                invoice,
                List.of(more),
                lines(day().ofTier("up to 200", "110", "10")),
                lines(day().ofTier("up to 200", "80", "10")));

        List<CorrectionLine> now = revision.adjustments(1);
        List<CorrectionLine> before = revision.statedBy(Set.of()).adjustments(1);

        assertThat(now).extracting(CorrectionLine::effect).containsExactly(nok("-100.00"), nok("-200.00"));
        assertThat(now)
                .extracting(one -> one.line().quantity().unit())
                .containsExactly(ChargeUnit.GPU_HOUR, ChargeUnit.ONE);
        assertThat(now.getLast().line().quantity().invoiced()).isEqualByComparingTo("-1");
        assertThat(now.getLast().line().quantity().invoicedUnitPrice()).isEqualByComparingTo("200");
        assertThat(now.getLast().key()).isEqualTo(now.getFirst().key());
        assertThat(used(now)).isEqualByComparingTo("-30");
        assertThat(before).extracting(CorrectionLine::effect).containsExactly(nok("-100.00"), nok("-200.00"));
        assertThat(used(before)).isEqualByComparingTo("-60");

        Revision.Split split = revision.split(List.of());
        assertThat(split).isNotNull();
        assertThat(split.decreases().get("NO26-000001"))
                .extracting(one -> one.line().quantity().unit())
                .containsExactly(ChargeUnit.ONE);
    }

    /** What such a line took more is taken back at its rate, whatever is decided today. */
    @Test
    void taxesChargesWithoutALineAsTheMonthAndTellsHowTheyWereTaxed() {
        Invoice month = invoice(day().gpuHours("10", "10"));
        VatTreatment export = new VatTreatment(VatCategory.G, BigDecimal.ZERO, "VATEX-EU-G", "Export");
        List<CorrectionLine> lines = Revision.of(
                        month,
                        List.of(),
                        month.lines(),
                        lines(
                                day().gpuHours("12", "10"),
                                day().at("late", "oslo", "h100").gpuHours("1", "10")))
                .taxedAs(export)
                .adjustments(1);

        assertThat(lines).extracting(one -> one.line().vat()).containsExactly(AnAccount.NORWEGIAN_VAT, export);
        Invoice next = InvoiceDraft.of(ABillable.of(), lines).numbered("NO26-000002", LocalDate.of(2026, 12, 1));
        assertThat(Revision.taxed(month, List.of(month, next))).contains(export);
        assertThat(Revision.taxed(next, List.of(month, next))).isEmpty();
    }

    private static BigDecimal used(List<CorrectionLine> lines) {
        return lines.stream().map(one -> one.line().used()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** However often a month is rated again, what was billed comes to what is rated, line by line. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void comesToWhatIsRated(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            RatedDay first = random(random);
            Invoice invoice = invoice(first);
            List<InvoiceLine> was = invoice.lines();
            List<LineEffect> effects = new ArrayList<>();
            for (int n = 0; n < 5; n++) {
                List<InvoiceLine> is = lines(random(random));
                Revision revision = Revision.of(invoice, effects, was, is);
                String number = "NO26-00001" + n;
                List<CorrectionLine> adjustments = revision.adjustments(1);
                InvoiceDraft draft =
                        InvoiceDraft.of(ABillable.of("NOK", AnAccount.NORWEGIAN_VAT, List.of()), adjustments);
                InvoicePropertiesTest.addsUp(draft.numbered(number, LocalDate.of(2026, 12, 1)));
                adjustments.forEach(line -> effects.add(new LineEffect(
                        number,
                        line.line().number(),
                        line.names(),
                        "NO26-000001",
                        line.key(),
                        LineEffect.Cause.REVISION,
                        line.effect())));
                assertThat(Revision.of(invoice, effects, is, is).changesAmounts())
                        .isFalse();
                was = is;
            }
        }
    }

    private static RatedDay random(Random random) {
        return day().gpuHours("" + (1 + random.nextInt(50)), "24." + random.nextInt(10_000))
                .energy(
                        "" + (1 + random.nextInt(500)),
                        BigDecimal.valueOf(random.nextInt(900_000) - 100_000, 4).toPlainString());
    }

    private static List<InvoiceLine> lines(RatedDay... days) {
        return InvoiceDraft.of(ABillable.of(days)).lines();
    }

    private static Invoice invoice(RatedDay... days) {
        return InvoiceDraft.of(ABillable.of(days)).numbered("NO26-000001", LocalDate.of(2026, 11, 2));
    }

    private static RatedDay day() {
        return RatedDay.of("havvik", "c-2026", "2026-10-01");
    }

    private static Money nok(String amount) {
        return new Money(new BigDecimal(amount), NOK);
    }
}
