package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credit notes in full, by line and by amount, and that they never give back more than was invoiced. */
class CreditNoteTest {

    private static final LocalDate LATER = LocalDate.of(2026, 12, 1);

    @Test
    void takesBackAllThatIsLeft() {
        Invoice invoice = invoice(day().gpuHours("100", "24.90").energy("10", "3.33"));

        CreditNote note = CreditNote.of(Remainder.whole(invoice), new CreditRequest.InFull());
        Invoice issued = note.numbered("NO26-000002", LATER);

        assertThat(issued.totals()).isEqualTo(invoice.totals());
        assertThat(issued.heading().type()).isEqualTo(DocumentType.CREDIT_NOTE);
        assertThat(issued.heading().credited())
                .isEqualTo(new CreditedInvoice("NO26-000001", invoice.heading().issueDate()));
        assertThat(issued.lines().getFirst().provenance().corrects()).isEqualTo(new CorrectedLine("NO26-000001", 1));
        assertThat(issued.lines().getFirst().item().description())
                .isEqualTo("Credit of line 1 of invoice NO26-000001: GPU time");
        assertThat(issued.lines().getFirst().facts().milliGpuSeconds()).isZero();
    }

    @Test
    void takesBackLinesAndLeavesTheRest() {
        Invoice invoice = invoice(day().gpuHours("100", "24.90").energy("10", "3.33"));
        ACreditedInvoice books = new ACreditedInvoice(invoice);
        Invoice first = books.credit(lines(1, "90.00", 2, null));

        assertThat(first.totals().withoutVat().amount()).isEqualTo("93.33");
        assertThat(books.remainder().left()).containsEntry(1, nok("2400.00")).containsEntry(2, nok("0.00"));
        assertThat(first.lines().getFirst().quantity().invoicedUnitPrice()).isEqualTo("0.9");
        refused(books, lines(2, null), "nothing is left of line 2");
        refused(books, lines(1, "2400.01"), "only 2400.00 NOK are left of line 1, not 2400.01 NOK");
        refused(books, lines(3, null), "has no line 3");
        refused(books, lines(1, "0"), "not more than zero");
        refused(books, lines(1, "0.001"), "at most 2 decimals");
        refused(books, new CreditRequest.ByAmount(new BigDecimal("2400.01")), "only 2400.00 NOK");
        books.credit(new CreditRequest.InFull());
        refused(books, new CreditRequest.InFull(), "nothing is left of invoice NO26-000001");
    }

    @Test
    void spreadsAnAmountOverTheLines() {
        Invoice invoice = invoice(day().gpuHours("1", "10").energy("10", "20"));

        Invoice note = new ACreditedInvoice(invoice).credit(new CreditRequest.ByAmount(new BigDecimal("10.00")));

        assertThat(note.lines()).extracting(line -> line.amount().net()).containsExactly(nok("3.33"), nok("6.67"));
    }

    /** A line that costs less than nothing makes the rate's total smaller than its dearest line. */
    @Test
    void leavesNoRateBelowZero() {
        Invoice invoice = invoice(day().gpuHours("1", "100").energy("10", "-20"));

        refused(new ACreditedInvoice(invoice), lines(1, null), "only 80.00 NOK are left at VAT S 25 %, not 100.00 NOK");
        assertThat(new ACreditedInvoice(invoice)
                        .credit(new CreditRequest.InFull())
                        .totals())
                .isEqualTo(invoice.totals());
    }

    /** Twice 0.02 of 0.04: rounded by itself each would take back 0.01 of a VAT of 0.01. */
    @Test
    void takesBackTheVatOnce() {
        Invoice invoice = invoice(day().gpuHours("1", "0.04"));
        ACreditedInvoice books = new ACreditedInvoice(invoice);
        CreditRequest half = new CreditRequest.ByAmount(new BigDecimal("0.02"));

        BigDecimal first = books.credit(half).totals().vat().amount();
        BigDecimal second = books.credit(half).totals().vat().amount();

        assertThat(invoice.totals().vat().amount()).isEqualTo("0.01");
        assertThat(first.add(second)).isEqualTo("0.01");
    }

    /** Invoice less credit notes is at least zero per line and per rate, and exactly zero once all is credited. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void neverGivesBackMoreThanWasInvoiced(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            Invoice invoice = random(random);
            if (invoice.totals().withoutVat().signum() <= 0) {
                continue;
            }
            ACreditedInvoice books = new ACreditedInvoice(invoice);
            List<Invoice> notes = new ArrayList<>();
            for (int n = 0; n < 6; n++) {
                try {
                    notes.add(books.credit(request(random, invoice)));
                } catch (CreditRefused refused) {
                    assertThat(refused.detail()).isNotBlank();
                }
                holds(invoice, notes);
            }
            if (books.remainder().total().signum() > 0) {
                notes.add(books.credit(new CreditRequest.InFull()));
            }
            holds(invoice, notes);
            Money left = invoice.totals().payable();
            for (Invoice note : notes) {
                left = left.minus(note.totals().payable());
            }
            assertThat(left.signum()).isZero();
        }
    }

    /** Allowances take off all that the lines come to: credit notes are of nothing too, and give them back from the last. */
    @Test
    void givesBackTheAllowancesOfAnInvoiceThatComesToNothing() {
        Invoice invoice = ofNothing(day().gpuHours("10", "10").energy("10", "20"), "30.00", "50.00", "40.00");
        ACreditedInvoice books = new ACreditedInvoice(invoice);
        assertThat(invoice.totals().payable()).isEqualTo(nok("0.00"));
        assertThat(books.remainder().isEmpty()).isFalse();

        refused(books, new CreditRequest.ByAmount(BigDecimal.ONE), "comes to nothing; credit lines of it");
        refused(books, lines(2, "20.01"), "only 20.00 NOK are left of line 2");
        Invoice first = books.credit(lines(1, "60.00"));
        assertThat(first.allowances())
                .extracting(one -> one.allowance().amount())
                .containsExactly(nok("20.00"), nok("40.00"));
        assertThat(back(first)).containsExactly("c2 -40.00", "c1 -20.00");
        Invoice rest = books.credit(new CreditRequest.InFull());
        assertThat(rest.allowances())
                .extracting(one -> one.allowance().amount())
                .containsExactly(nok("30.00"), nok("30.00"));
        assertThat(back(rest)).containsExactly("c1 -30.00");
        for (Invoice note : List.of(first, rest)) {
            assertThat(HouseRules.check(note).violations()).isEmpty();
            assertThat(note.totals().withVat()).isEqualTo(nok("0.00"));
        }
        assertThat(books.remainder().isEmpty()).isTrue();
        refused(books, new CreditRequest.InFull(), "nothing is left of invoice NO26-000001");
    }

    /** Whatever is credited in whatever parts, all that was drawn comes back and no more, and no note is of anything. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8})
    void givesBackExactlyWhatWasDrawnOfInvoicesThatComeToNothing(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            BigDecimal one = BigDecimal.valueOf(1 + random.nextInt(100_000), 2);
            BigDecimal two = BigDecimal.valueOf(1 + random.nextInt(100_000), 2);
            BigDecimal discount = BigDecimal.valueOf(random.nextInt(100), 2).min(one);
            BigDecimal credit = one.add(two).subtract(discount);
            Invoice invoice = ofNothing(
                    day().gpuHours("1", one.toPlainString()).energy("1", two.toPlainString()),
                    discount.toPlainString(),
                    credit.toPlainString());
            ACreditedInvoice books = new ACreditedInvoice(invoice);
            List<Invoice> notes = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                try {
                    notes.add(books.credit(request(random, invoice)));
                } catch (CreditRefused e) {
                    assertThat(e.detail()).isNotBlank();
                }
            }
            if (!books.remainder().isEmpty()) {
                notes.add(books.credit(new CreditRequest.InFull()));
            }
            Money returned = nok("0.00");
            for (Invoice note : notes) {
                assertThat(HouseRules.check(note).violations()).isEmpty();
                assertThat(note.totals().withVat()).isEqualTo(nok("0.00"));
                ContractMoney money = note.totals().money();
                for (ContractMoney.CreditDrawn drawn :
                        money == null ? List.<ContractMoney.CreditDrawn>of() : money.credits()) {
                    returned = returned.minus(drawn.drawn());
                }
            }
            assertThat(returned.amount()).isEqualByComparingTo(credit);
        }
    }

    private static Invoice ofNothing(RatedDay day, String discount, String... credits) {
        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(day));
        List<DocumentAllowance> allowances = new ArrayList<>();
        if (!discount.equals("0.00")) {
            allowances.add(allowance("Start", discount));
        }
        List<ContractMoney.CreditDrawn> drawn = new ArrayList<>();
        for (String credit : credits) {
            String id = "c" + (drawn.size() + 1);
            allowances.add(allowance(id, credit));
            drawn.add(
                    new ContractMoney.CreditDrawn(id, CreditKind.PROMOTIONAL, id, nok("100000.00"), nok(credit), null));
        }
        return draft.with(draft.lines(), allowances)
                .settling(new ContractMoney(List.of(), List.of(), drawn))
                .numbered("NO26-000001", LocalDate.of(2026, 11, 2));
    }

    private static DocumentAllowance allowance(String reason, String amount) {
        return new DocumentAllowance(
                new Allowance("100", reason, nok(amount), null, null), io.wattledger.billing.AnAccount.NORWEGIAN_VAT);
    }

    private static List<String> back(Invoice note) {
        ContractMoney money = note.totals().money();
        return (money == null ? List.<ContractMoney.CreditDrawn>of() : money.credits())
                .stream()
                        .map(drawn -> drawn.id() + " " + drawn.drawn().amount())
                        .toList();
    }

    private static void holds(Invoice invoice, List<Invoice> notes) {
        Map<Integer, Money> lines = new HashMap<>();
        invoice.lines().forEach(line -> lines.put(line.number(), line.amount().net()));
        Map<VatTreatment, Money> taxable = new HashMap<>();
        Map<VatTreatment, Money> tax = new HashMap<>();
        invoice.vatBreakdown().forEach(vat -> {
            taxable.put(vat.vat(), vat.taxable());
            tax.put(vat.vat(), vat.tax());
        });
        for (Invoice note : notes) {
            InvoicePropertiesTest.addsUp(note);
            note.lines()
                    .forEach(line -> lines.merge(
                            line.provenance().corrects().line(),
                            line.amount().net().negated(),
                            Money::plus));
            note.vatBreakdown().forEach(vat -> {
                taxable.merge(vat.vat(), vat.taxable().negated(), Money::plus);
                tax.merge(vat.vat(), vat.tax().negated(), Money::plus);
            });
        }
        for (InvoiceLine line : invoice.lines()) {
            assertThat(lines.get(line.number()).signum() * line.amount().net().signum())
                    .as("what is left has the sign of the line")
                    .isNotNegative();
        }
        assertThat(taxable.values()).allMatch(left -> left.signum() >= 0);
        assertThat(tax.values()).allMatch(left -> left.signum() >= 0);
    }

    private static CreditRequest request(Random random, Invoice invoice) {
        int line = 1 + random.nextInt(invoice.lines().size());
        int digits = invoice.heading().currency().getDefaultFractionDigits();
        BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(100_000), digits);
        return switch (random.nextInt(3)) {
            case 0 -> lines(line, random.nextBoolean() ? null : amount.toPlainString());
            case 1 -> new CreditRequest.ByAmount(amount);
            default -> lines(line, null, 1 + line % invoice.lines().size(), amount.toPlainString());
        };
    }

    private static Invoice random(Random random) {
        List<RatedDay> days = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            days.add(day().at("p" + i, "glomfjord", "h100-sxm")
                    .gpuHours("" + random.nextInt(100), random.nextInt(30) + "." + random.nextInt(1000))
                    .energy(
                            "" + (1 + random.nextInt(500)),
                            BigDecimal.valueOf(random.nextInt(90_000) - 20_000, 3)
                                    .toPlainString()));
        }
        String currency = List.of("NOK", "JPY", "BHD").get(random.nextInt(3));
        return InvoiceDraft.of(ABillable.of(
                        currency,
                        io.wattledger.billing.AnAccount.NORWEGIAN_VAT,
                        days.stream().map(day -> day.in(currency).build()).toList()))
                .numbered("NO26-000001", LocalDate.of(2026, 11, 2));
    }

    private static void refused(ACreditedInvoice books, CreditRequest request, String words) {
        assertThatThrownBy(() -> books.credit(request))
                .isInstanceOf(CreditRefused.class)
                .hasMessageContaining(words);
    }

    private static CreditRequest lines(Object... numbersAndAmounts) {
        Map<Integer, BigDecimal> amounts = new HashMap<>();
        for (int i = 0; i < numbersAndAmounts.length; i += 2) {
            Object amount = numbersAndAmounts[i + 1];
            amounts.put((Integer) numbersAndAmounts[i], amount == null ? null : new BigDecimal((String) amount));
        }
        return new CreditRequest.ByLine(amounts);
    }

    private static Invoice invoice(RatedDay... days) {
        return InvoiceDraft.of(ABillable.of(Arrays.copyOf(days, days.length)))
                .numbered("NO26-000001", LocalDate.of(2026, 11, 2));
    }

    private static RatedDay day() {
        return RatedDay.of("havvik", "c-2026", "2026-10-01");
    }

    private static Money nok(String amount) {
        return new Money(new BigDecimal(amount), java.util.Currency.getInstance("NOK"));
    }
}
