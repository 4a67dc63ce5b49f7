package io.wattledger.billing.evidence;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.commercial.AvailableCredit;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.CommercialInvoice;
import io.wattledger.billing.commercial.DiscountsStanding;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.commercial.PerCentDiscounts;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.CreditGround;
import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.CreditRefused;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.invoice.SummedUsage;
import io.wattledger.billing.invoice.TakenBack;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** October of contract {@code c-2026} with all documents that bill and correct it, kept as the books keep them, for tests. */
final class AMonthInBooks extends DocumentsOfAMonth {

    private static final LocalDate LATER = LocalDate.of(2026, 12, 1);
    private static final String MONTH = "NO26-000001";
    private static final InvoiceBasis.Saying SAYING = new InvoiceBasis.Saying(null);

    private final CommercialBasis basis;
    private final SortedMap<String, BigDecimal> others = new TreeMap<>();
    private final List<AMonthInBooks> beside = new ArrayList<>();
    private List<AvailableCredit> credits;
    private List<ExchangeRate> rates = List.of();
    private List<RatedUsage> invoiced;
    private VatTreatment nextVat = AnAccount.NORWEGIAN_VAT;

    AMonthInBooks(List<RatedUsage> usage, CommercialBasis basis) {
        super(basis);
        this.basis = basis;
        this.others.putAll(basis.before().discounted());
        this.credits = basis.before().credits();
        this.invoiced = List.copyOf(usage);
        keep(anew(usage).numbered(MONTH, basis.issueDate()), List.of());
    }

    /** Other months have taken so much of discounts meanwhile. */
    void beside(Map<String, BigDecimal> now) {
        others.putAll(now);
    }

    /** Amounts of later documents are converted by this rate. */
    void convertingBy(ExchangeRate rate) {
        rates = List.of(rate);
    }

    /** What is billed of its own by next invoices is taxed otherwise from now on. */
    void taxingNext(VatTreatment vat) {
        nextVat = vat;
    }

    /**
     * Another part of the same month has documents of its own, which draw from the same commitments and credits.
     *
     * @param opened credits as they were before both
     */
    void besides(AMonthInBooks other, List<AvailableCredit> opened) {
        beside.add(other);
        credits = opened;
    }

    @Override
    List<MoneyState.Drawn> counted() {
        return Stream.concat(
                        beside.stream().flatMap(other -> other.countedItself().stream()),
                        beside.isEmpty() ? super.counted().stream() : countedItself().stream())
                .toList();
    }

    /** The month as it would have been billed at once. */
    InvoiceDraft anew(List<RatedUsage> usage) {
        return CommercialInvoice.of(InvoiceDraft.of(billable(usage)), basis.after(sinceBilled()));
    }

    /** What other months have taken since the month was billed. */
    private Map<String, BigDecimal> sinceBilled() {
        Map<String, BigDecimal> since = new TreeMap<>(others);
        basis.before().discounted().forEach((id, before) -> since.merge(id, before.negate(), BigDecimal::add));
        return since;
    }

    /** What discounts in per cent take of it, as its documents tell. */
    Map<String, Money> told() {
        return PerCentDiscounts.told(basis, month(), after(1));
    }

    /** From what a correction of it is computed. */
    private CommercialBasis correcting() {
        SortedMap<String, Money> own = new TreeMap<>(told());
        own.putAll(standing());
        SortedMap<String, BigDecimal> all = new TreeMap<>(others);
        own.forEach((id, taken) -> all.merge(id, taken.amount(), BigDecimal::add));
        return basis.correcting(new DiscountsStanding(all, own));
    }

    /** Corrects it by credit notes and an invoice; whether it could, since its invoices have as much left. */
    boolean atOnce(List<RatedUsage> now) {
        try {
            return byItself(now);
        } catch (CreditRefused e) {
            return false;
        }
    }

    private boolean byItself(List<RatedUsage> now) {
        MonthThen then = then(now);
        List<Remainder> before = billed();
        Revision.Split split = split(now, before);
        if (split == null) {
            return false;
        }
        List<Invoice> made = new ArrayList<>();
        List<List<LineEffect>> done = new ArrayList<>();
        split.decreases().forEach((number, lines) -> {
            Remainder remainder = before.stream()
                    .filter(one -> one.invoice().heading().number().equals(number))
                    .findFirst()
                    .orElseThrow();
            Invoice note = CreditNote.revising(remainder, lines, split.keptOf(number))
                    .telling(split.toldByNote(number))
                    .sayingChanged(basis.month())
                    .numbered(number(made.size()), LATER);
            again(
                    note,
                    new InvoiceBasis.OfDecrease(number, remainder.left(), then, remainder.across(), SAYING),
                    List.of());
            made.add(note);
            done.add(revised(note, lines));
        });
        if (!split.increases().isEmpty()) {
            List<ContractMoney> returned = made.stream()
                    .flatMap(note -> Stream.ofNullable(note.totals().money()))
                    .toList();
            CommercialBasis commercial = commitments(credits(returned));
            Invoice more = CommercialInvoice.of(
                            InvoiceDraft.of(billable(List.of()), split.increases()), commercial, split.more())
                    .telling(split.toldByInvoice())
                    .numbered(number(made.size()), LATER);
            again(more, new InvoiceBasis.OfIncrease(then, commercial), List.of());
            made.add(more);
            done.add(revised(more, split.increases()));
        }
        for (int i = 0; i < made.size(); i++) {
            keep(made.get(i), done.get(i));
        }
        invoiced = List.copyOf(now);
        return true;
    }

    /** The documents that correct it where so much is left of its invoices; absent where the next invoice has to. */
    Revision.@Nullable Split split(List<RatedUsage> now, List<Remainder> left) {
        MonthThen then = then(now);
        return new CorrectedMonth(month(), then, CorrectedUsage.copied(then), left).split();
    }

    /** Corrects it by lines of a next invoice, which bills something of its own and has nothing to draw from. */
    void onNextInvoice(List<RatedUsage> now, List<RatedUsage> own) {
        onNextInvoice(now, own, new MoneyState(new TreeMap<>(), counted(), List.of()));
    }

    /**
     * The same where the next invoice draws from what is left of credits, and from what it gives back to them; whether it could,
     * since the invoice does not come to less than nothing.
     */
    boolean onNextInvoiceDrawing(List<RatedUsage> now, List<RatedUsage> own) {
        return onNextInvoice(now, own, credits(List.of()));
    }

    private boolean onNextInvoice(List<RatedUsage> now, List<RatedUsage> own, MoneyState before) {
        MonthThen then = then(now);
        Billable next = ABillable.of("NOK", nextVat, own);
        int first = InvoiceDraft.of(next).lines().size() + 1;
        CorrectedMonth month = new CorrectedMonth(month(), then, CorrectedUsage.copied(then), billed());
        List<CorrectionLine> lines = month.adjustments(first);
        Map<String, Money> back = new HashMap<>();
        for (CorrectionLine line : lines) {
            String credit = line.line().item().credit();
            if (credit != null
                    && before.credits().stream().anyMatch(one -> one.id().equals(credit))) {
                back.merge(credit, line.effect(), Money::plus);
            }
        }
        CommercialBasis applied = commitments(before.correcting(overage())).givingBack(back, List.of());
        Invoice invoice = CommercialInvoice.of(InvoiceDraft.of(next, lines), applied)
                .telling(month.revised())
                .numbered(number(0), LATER);
        if (invoice.totals().payable().signum() < 0) {
            return false;
        }
        InvoiceBasis of = new InvoiceBasis.OfMonth(
                AnAccount.norwegianEntity("nordlys-no", "NO26-"),
                invoice.buyer(),
                AnAccount.contract("c-2026", "nordlys-no", AnAccount.since2026(), "NOK", nextVat),
                basis.month(),
                next.names(),
                List.of(then),
                applied,
                null);
        again(invoice, of, own);
        keep(invoice, revised(invoice, lines));
        invoiced = List.copyOf(now);
        return true;
    }

    /** Whether somebody had all that was left of its invoice credited: then it is not corrected any more. */
    boolean isCreditedInFull() {
        return left().getFirst().isGivenBack(effects());
    }

    /** Numbers of its invoices of which somebody had all that was left credited. */
    Set<String> givenBack() {
        return left().stream()
                .filter(one -> one.isGivenBack(effects()))
                .map(one -> one.invoice().heading().number())
                .collect(Collectors.toSet());
    }

    /**
     * Somebody asks for a credit note of one of its invoices.
     *
     * @throws io.wattledger.billing.invoice.CreditRefused when more is asked for than is left
     */
    Invoice credit(String number, CreditRequest asked) {
        Remainder remainder = left(document(number));
        CreditRequest request = new TakenBack(remainder, givenBack()).sparing(asked);
        Invoice note = CreditNote.of(remainder, request).sayingRequested(null).numbered(number(0), LATER);
        again(
                note,
                new InvoiceBasis.OfCredit(
                        number, remainder.left(), request.withAmounts(remainder), remainder.across(), SAYING),
                List.of());
        keep(note, note.lines().stream().map(line -> credited(note, line)).toList());
        standsToItsWord(note, left(document(number)));
        return note;
    }

    /** Where a credit note says that a part is credited, something is left; where it says all, or the rest, nothing is. */
    private static void standsToItsWord(Invoice note, Remainder after) {
        CreditGround.Cause cause = note.heading().credited().ground().cause();
        boolean nothing = after.total().signum() <= 0;
        boolean lines = after.left().values().stream().anyMatch(amount -> amount.signum() > 0);
        if (cause == CreditGround.Cause.PART_CREDITED ? nothing && !lines : !nothing) {
            throw new AssertionError(note.heading().number() + " says " + cause + ", and left is " + after.left());
        }
    }

    private MoneyState credits(List<ContractMoney> returned) {
        List<AvailableCredit> left = credits.stream()
                .map(credit -> new AvailableCredit(
                        credit.id(),
                        credit.kind(),
                        credit.words(),
                        beside.stream()
                                .map(other -> other.drawn(credit.id()))
                                .reduce(credit.balance().minus(drawn(credit.id())), Money::minus),
                        credit.validFrom(),
                        credit.expiresOn()))
                .toList();
        return new MoneyState(new TreeMap<>(), counted(), left).after(returned, List.of());
    }

    private MonthThen then(List<RatedUsage> now) {
        List<MonthThen.BilledThen> billed = billed().stream()
                .map(one -> new MonthThen.BilledThen(one.invoice().heading().number(), one.left(), one.across()))
                .toList();
        return new MonthThen(MONTH, effects(), invoiced, now, billable(now).names(), correcting(), null, billed);
    }

    /** What a later document of the month is computed from: commitments are open, and discounts are in its lines. */
    private CommercialBasis commitments(MoneyState before) {
        CommercialTerms terms = new CommercialTerms(List.of(), basis.terms().commitments());
        return new CommercialBasis(terms, "c-2026", basis.month(), false, before, LATER, rates);
    }

    /** Computes a document again from what is kept of it. */
    private void again(Invoice document, InvoiceBasis of, List<RatedUsage> usage) {
        Map<String, Invoice> named = new HashMap<>();
        after(0).stream()
                .filter(one -> of.documents().contains(one.heading().number()))
                .forEach(one -> named.put(one.heading().number(), one));
        Map<String, CorrectedUsage> corrected = new HashMap<>();
        of.months().forEach(month -> corrected.put(month.number(), CorrectedUsage.copied(month)));
        Invoice computed = new ComputedAgain(of, SummedUsage.of(usage), corrected, named)
                .document(document.heading().number(), LATER);
        boolean equal = computed.heading().equals(document.heading())
                && computed.lines().equals(document.lines())
                && computed.allowances().equals(document.allowances())
                && computed.totals().equals(document.totals());
        if (!equal) {
            throw new AssertionError(document.heading().number() + " is computed otherwise again");
        }
    }

    private String number(int made) {
        return "NO26-%06d".formatted(size() + made + 1);
    }

    private static Billable billable(List<RatedUsage> usage) {
        return ABillable.of("NOK", AnAccount.NORWEGIAN_VAT, usage);
    }
}
