package io.wattledger.billing.dunning;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.Flaw;
import io.wattledger.billing.document.PrintedForms;
import io.wattledger.billing.dunning.DunningPolicy.DatedRate;
import io.wattledger.billing.dunning.DunningPolicy.InterestRule;
import io.wattledger.billing.dunning.DunningPolicy.Level;
import io.wattledger.billing.dunning.DunningPolicy.Text;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.billing.settlement.ReceivableEntry;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An invoice of 1250.00 kroner with VAT, issued on 2 November and due on 2 December 2026. */
class DunningTest {

    private static final LetterForms FORMS = new PrintedForms();
    private static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);
    private static final Invoice INVOICE = InvoiceDraft.of(
                    ABillable.of(RatedDay.of("havvik", "c-2026", "2026-10-01").gpuHours("100", "10")))
            .numbered("NO26-000042", ISSUED);

    private static final DunningPolicy POLICY = new DunningPolicy(
            List.of(level(14, "0.00", false), level(28, "70.00", false), level(42, "70.00", true)),
            List.of(new InterestRule(
                    "NO",
                    365,
                    List.of(
                            new DatedRate(LocalDate.of(2026, 7, 1), new BigDecimal("12.25")),
                            new DatedRate(LocalDate.of(2027, 1, 1), new BigDecimal("12.00"))),
                    "the ministry of finance")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-12-02 |                        | 0 | none
            2026-12-15 |                        | 0 | none
            2026-12-16 |                        | 0 | 1: 1250.00 + 0.00 + 0.00 + 0.00 = 1250.00
            2026-12-30 |                        | 1 | 2: 1250.00 + 0.00 + 70.00 + 0.00 = 1320.00
            2026-12-29 |                        | 1 | none
            2027-03-01 |                        | 0 | 1: 1250.00 + 0.00 + 0.00 + 0.00 = 1250.00
            2027-01-13 |                        | 2 | 3: 1250.00 + 70.00 + 70.00 + 17.51 = 1407.51
            2027-01-13 | PAID 250 2027-01-03    | 2 | 3: 1000.00 + 70.00 + 70.00 + 16.60 = 1156.60
            2027-01-13 | PAID 250 2026-11-20    | 2 | 3: 1000.00 + 70.00 + 70.00 + 14.01 = 1154.01
            2027-06-01 |                        | 3 | none
            2027-01-13 | PAID 1250 2027-01-12   | 2 | none
            2027-01-13 | CREDITED 1250 2027-01-12 | 2 | none
            2027-01-13 | WRITTEN_OFF 1250 2027-01-12 | 2 | none
            """)
    void takesTheNextLevelWhenItsTimeHasCome(LocalDate today, String entry, int made, String expected) {
        assertThat(words(Dunning.next(POLICY, INVOICE, ledger(entry), false, made(made), today, FORMS)))
                .isEqualTo(expected);
    }

    @Test
    void leavesAloneWhatIsDisputedAndTakesOneLevelADay() {
        LocalDate late = LocalDate.of(2027, 6, 1);
        Reminder first = Dunning.next(POLICY, INVOICE, ledger(null), false, List.of(), late, FORMS)
                .orElseThrow();

        assertThat(Dunning.next(POLICY, INVOICE, ledger(null), true, List.of(), late, FORMS))
                .isEmpty();
        assertThat(Dunning.next(POLICY, INVOICE, ledger(null), false, List.of(first), late, FORMS))
                .isEmpty();
        assertThat(Dunning.next(POLICY, INVOICE, ledger(null), false, List.of(first), late.plusDays(1), FORMS))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "nb-NO, nb-NO, 'NO26-000042: NOK\u00A01\u00A0250,00 {x}'",
        "nn, nb-NO, 'NO26-000042: NOK\u00A01\u00A0250,00 {x}'",
        "de-AT, en-GB, NO26-000042 of 2 December 2026"
    })
    void writesInTheBuyersLanguageOrInEnglish(String language, String spoken, String subject) {
        Invoice invoice = new Invoice(
                INVOICE.heading(),
                INVOICE.seller(),
                new Buyer(
                        INVOICE.buyer().tenant(),
                        INVOICE.buyer().name(),
                        INVOICE.buyer().kind(),
                        INVOICE.buyer().identity(),
                        INVOICE.buyer().electronicAddress(),
                        INVOICE.buyer().address(),
                        INVOICE.buyer().email(),
                        language),
                INVOICE.references(),
                INVOICE.lines(),
                INVOICE.vatBreakdown(),
                INVOICE.totals());

        Reminder reminder = Dunning.next(
                        POLICY, invoice, ledger(null), false, List.of(), LocalDate.of(2026, 12, 16), FORMS)
                .orElseThrow();

        assertThat(reminder.letter().language()).isEqualTo(spoken);
        assertThat(reminder.letter().subject()).isEqualTo(subject);
    }

    @ParameterizedTest
    @CsvSource({
        "{total}, ''",
        "{totals}, {totals}",
        "{ total}, { total}",
        "a { brace } more, { brace }",
        "{}, {}",
        "{, ''"
    })
    void refusesAPlaceInALetterThatIsNeverFilledIn(String written, String named) {
        List<Flaw> flaws = DunningPolicyRules.flaws(new DunningPolicy(
                List.of(new Level(1, Map.of(), false, Map.of("en-GB", new Text("Reminder of {number}", written)))),
                List.of()));

        assertThat(flaws)
                .extracting(flaw -> flaw.pointer() + " "
                        + flaw.detail().substring(0, flaw.detail().indexOf('}') + 1))
                .containsExactlyElementsOf(
                        named.isEmpty() ? List.of() : List.of("/levels/0/texts/en-GB/body " + named));
    }

    @Test
    void saysWhatIsWrongWithAPolicy() {
        DunningPolicy wrong = new DunningPolicy(
                List.of(
                        new Level(0, Map.of("X/Q", BigDecimal.ONE), false, Map.of()),
                        new Level(
                                7, Map.of("NOK", new BigDecimal("1.005")), false, Map.of("sv-SE", new Text(" ", "x")))),
                List.of(
                        new InterestRule("XX", 364, List.of(), "s"),
                        new InterestRule(
                                "XX",
                                365,
                                List.of(
                                        new DatedRate(ISSUED, new BigDecimal("-1")),
                                        new DatedRate(ISSUED, BigDecimal.ONE)),
                                "s")));

        // What was stored before it was refused is still read: the Norwegian subject has a place that is none.
        assertThat(DunningPolicyRules.flaws(POLICY))
                .extracting(Flaw::pointer)
                .containsExactly(
                        "/levels/0/texts/nb-NO/subject",
                        "/levels/1/texts/nb-NO/subject",
                        "/levels/2/texts/nb-NO/subject");
        assertThat(DunningPolicyRules.flaws(new DunningPolicy(List.of(), List.of())))
                .extracting(Flaw::pointer)
                .containsExactly("/levels");
        assertThat(DunningPolicyRules.flaws(wrong))
                .extracting(Flaw::pointer)
                .containsExactly(
                        "/levels/0/daysAfterDue",
                        "/levels/0/fees/X~1Q",
                        "/levels/0/texts",
                        "/levels/1/fees/NOK",
                        "/levels/1/texts",
                        "/levels/1/texts/sv-SE",
                        "/levels/1/texts/sv-SE",
                        "/interest/0/country",
                        "/interest/0/daysOfYear",
                        "/interest/0/rates",
                        "/interest/1/country",
                        "/interest/1/country",
                        "/interest/1/rates/0/percent",
                        "/interest/1/rates/1/from");
    }

    private static Level level(int days, String fee, boolean chargesInterest) {
        return new Level(
                days,
                Map.of("NOK", new BigDecimal(fee)),
                chargesInterest,
                Map.of(
                        "nb-NO", new Text("{number}: {open} {x}", "Til {buyer}"),
                        "en-GB", new Text("{number} of {dueDate}", "To {buyer}")));
    }

    private static List<Reminder> made(int count) {
        List<Reminder> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LocalDate day =
                    INVOICE.heading().dueDate().plusDays(POLICY.levels().get(i).daysAfterDue());
            made.add(Dunning.next(POLICY, INVOICE, ledger(null), false, List.copyOf(made), day, FORMS)
                    .orElseThrow());
        }
        return made;
    }

    private static Receivable ledger(String entry) {
        ReceivableEntry issue =
                new ReceivableEntry(EntryKind.ISSUED, INVOICE.totals().payable().amount(), ISSUED, "NO26-000042");
        Receivable receivable = new Receivable(INVOICE.heading().dueDate(), List.of(issue));
        if (entry == null) {
            return receivable;
        }
        String[] words = entry.split(" ");
        return receivable.with(new ReceivableEntry(
                EntryKind.valueOf(words[0].toUpperCase(Locale.ROOT)),
                new BigDecimal(words[1]).setScale(2),
                LocalDate.parse(words[2]),
                "bank-1"));
    }

    private static String words(Optional<Reminder> reminder) {
        return reminder.map(one -> one.level() + ": " + one.claim().open().amount() + " + "
                        + one.claim().earlierFees().amount() + " + "
                        + one.claim().fee().amount() + " + "
                        + one.claim().interest().amount() + " = "
                        + one.claim().total().amount())
                .orElse("none");
    }
}
