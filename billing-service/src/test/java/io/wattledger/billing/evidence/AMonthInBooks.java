package io.wattledger.billing.evidence;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.commercial.AmountDiscounts;
import io.wattledger.billing.commercial.AvailableCredit;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.CommercialInvoice;
import io.wattledger.billing.commercial.DiscountsStanding;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.commercial.PerCentDiscounts;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.DiscountsAnew;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.invoice.SummedUsage;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** October of contract {@code c-2026} with all documents that bill and correct it, kept as the books keep them, for tests. */
final class AMonthInBooks {

    private static final LocalDate LATER = LocalDate.of(2026, 12, 1);
    private static final String MONTH = "NO26-000001";

    private final List<Invoice> documents = new ArrayList<>();
    private final List<LineEffect> effects = new ArrayList<>();
    private final Map<String, Money> used = new TreeMap<>();
    private final CommercialBasis basis;
    private final SortedMap<String, BigDecimal> others = new TreeMap<>();
    private List<RatedUsage> invoiced;

    AMonthInBooks(List<RatedUsage> usage, CommercialBasis basis) {
        this.basis = basis;
        this.others.putAll(basis.before().discounted());
        this.invoiced = List.copyOf(usage);
        keep(anew(usage).numbered(MONTH, basis.issueDate()));
    }

    /** How many documents there are. */
    int size() {
        return documents.size();
    }

    /** The documents that have come after so many. */
    List<Invoice> after(int count) {
        return List.copyOf(documents.subList(count, documents.size()));
    }

    /** Other months have taken so much of discounts meanwhile. */
    void beside(Map<String, BigDecimal> now) {
        others.putAll(now);
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
        return PerCentDiscounts.told(basis, documents.getFirst(), after(1));
    }

    /** From what a correction of it is computed. */
    private CommercialBasis correcting() {
        SortedMap<String, Money> own = new TreeMap<>(told());
        own.putAll(standing());
        SortedMap<String, BigDecimal> all = new TreeMap<>(others);
        own.forEach((id, taken) -> all.merge(id, taken.amount(), BigDecimal::add));
        return basis.correcting(new DiscountsStanding(all, own));
    }

    /** What its discounts of an amount take, as its documents stand. */
    Map<String, Money> standing() {
        return DiscountsAnew.standing(documents.getFirst(), billed(), effects);
    }

    /** What its discounts of an amount take, as documents have told. */
    Map<String, Money> used() {
        Map<String, Money> all = new TreeMap<>(used);
        all.values().removeIf(money -> money.signum() == 0);
        return all;
    }

    /** Corrects it by credit notes and an invoice. */
    void atOnce(List<RatedUsage> now) {
        MonthThen then = then(now);
        List<Remainder> before = billed();
        Revision.Split split = Objects.requireNonNull(
                new CorrectedMonth(documents.getFirst(), then, CorrectedUsage.copied(then), before).split());
        List<Invoice> made = new ArrayList<>();
        List<LineEffect> done = new ArrayList<>();
        split.decreases().forEach((number, lines) -> {
            Remainder remainder = before.stream()
                    .filter(one -> one.invoice().heading().number().equals(number))
                    .findFirst()
                    .orElseThrow();
            Invoice note = CreditNote.revising(remainder, lines, split.keptOf(number))
                    .telling(split.toldByNote(number))
                    .numbered(number(made.size()), LATER);
            again(note, new InvoiceBasis.OfDecrease(number, remainder.left(), then, remainder.across()), List.of());
            made.add(note);
            done.addAll(effects(note, lines));
        });
        if (!split.increases().isEmpty()) {
            List<ContractMoney> returned = made.stream()
                    .flatMap(note -> Stream.ofNullable(note.totals().money()))
                    .toList();
            CommercialBasis commercial = new CommercialBasis(
                    CommercialTerms.NONE, "c-2026", basis.month(), false, credits(returned), LATER, List.of());
            Invoice more = CommercialInvoice.of(
                            InvoiceDraft.of(billable(List.of()), split.increases()), commercial, split.more())
                    .telling(split.toldByInvoice())
                    .numbered(number(made.size()), LATER);
            again(more, new InvoiceBasis.OfIncrease(then, commercial), List.of());
            made.add(more);
            done.addAll(effects(more, split.increases()));
        }
        made.forEach(this::keep);
        effects.addAll(done);
        invoiced = List.copyOf(now);
    }

    /** Corrects it by lines of a next invoice, which bills something of its own and has nothing to draw from. */
    void onNextInvoice(List<RatedUsage> now, List<RatedUsage> own) {
        MonthThen then = then(now);
        Billable next = billable(own);
        int first = InvoiceDraft.of(next).lines().size() + 1;
        CorrectedMonth month = new CorrectedMonth(documents.getFirst(), then, CorrectedUsage.copied(then), billed());
        List<CorrectionLine> lines = month.adjustments(first);
        CommercialBasis without = new CommercialBasis(
                CommercialTerms.NONE, "c-2026", basis.month(), false, MoneyState.NONE, LATER, List.of());
        Invoice invoice = CommercialInvoice.of(InvoiceDraft.of(next, lines), without)
                .telling(month.revised())
                .numbered(number(0), LATER);
        InvoiceBasis of = new InvoiceBasis.OfMonth(
                AnAccount.norwegianEntity("nordlys-no", "NO26-"),
                invoice.buyer(),
                AnAccount.contract("c-2026", "nordlys-no", AnAccount.since2026()),
                basis.month(),
                next.names(),
                List.of(then),
                without,
                null);
        again(invoice, of, own);
        keep(invoice);
        effects.addAll(effects(invoice, lines));
        invoiced = List.copyOf(now);
    }

    /** What its documents come to without VAT; of a next invoice, the lines that correct the month. */
    Money withoutVat() {
        Money sum = Money.zero(documents.getFirst().heading().currency());
        for (Invoice document : documents) {
            boolean isNote = document.heading().type() == DocumentType.CREDIT_NOTE;
            Money part = document.totals().withoutVat();
            for (InvoiceLine line : document.lines()) {
                boolean others =
                        document != documents.getFirst() && line.provenance().corrects() == null;
                part = others ? part.minus(line.amount().net()) : part;
            }
            sum = isNote ? sum.minus(part) : sum.plus(part);
        }
        return sum;
    }

    /** What is drawn from a credit. */
    Money drawn(String credit) {
        Money sum = Money.zero(documents.getFirst().heading().currency());
        for (Invoice document : documents) {
            sum = sum.plus(drawn(document.totals().money(), credit));
        }
        return sum;
    }

    /** What a document draws from a credit. */
    static Money drawn(@Nullable ContractMoney money, String credit) {
        Money sum = Money.zero(Currency.getInstance("NOK"));
        for (ContractMoney.CreditDrawn one : money == null ? List.<ContractMoney.CreditDrawn>of() : money.credits()) {
            sum = one.id().equals(credit) ? sum.plus(one.drawn()) : sum;
        }
        return sum;
    }

    private MoneyState credits(List<ContractMoney> returned) {
        List<AvailableCredit> left = basis.before().credits().stream()
                .map(credit -> new AvailableCredit(
                        credit.id(),
                        credit.kind(),
                        credit.words(),
                        credit.balance().minus(drawn(credit.id())),
                        credit.validFrom(),
                        credit.expiresOn()))
                .toList();
        return new MoneyState(new TreeMap<>(), List.of(), left).after(returned, List.of());
    }

    private MonthThen then(List<RatedUsage> now) {
        List<MonthThen.BilledThen> billed = billed().stream()
                .map(one -> new MonthThen.BilledThen(one.invoice().heading().number(), one.left(), one.across()))
                .toList();
        return new MonthThen(MONTH, effects, invoiced, now, billable(now).names(), correcting(), null, billed);
    }

    private List<Remainder> billed() {
        List<Remainder> billed = new ArrayList<>();
        for (Invoice document : documents) {
            boolean isMonth = document == documents.getFirst();
            boolean bills = document.heading().type() != DocumentType.CREDIT_NOTE
                    && effects.stream()
                            .anyMatch(effect ->
                                    effect.number().equals(document.heading().number())
                                            && effect.net().signum() > 0);
            if (isMonth || bills) {
                billed.add(Remainder.of(
                        document,
                        effects,
                        naming(document),
                        Map.of(),
                        AmountDiscounts.of(document, isMonth ? basis : null)));
            }
        }
        return billed;
    }

    private List<Invoice> naming(Invoice document) {
        return documents.stream()
                .filter(later -> effects.stream()
                        .anyMatch(
                                effect -> effect.number().equals(later.heading().number())
                                        && effect.names()
                                                .number()
                                                .equals(document.heading().number())))
                .toList();
    }

    private static List<LineEffect> effects(Invoice document, List<CorrectionLine> lines) {
        return lines.stream()
                .map(line -> new LineEffect(
                        document.heading().number(),
                        line.line().number(),
                        line.names(),
                        MONTH,
                        line.key(),
                        LineEffect.Cause.REVISION,
                        line.effect()))
                .toList();
    }

    /** Keeps a document, and what it tells of discounts as the store writes it down. */
    private void keep(Invoice document) {
        documents.add(document);
        ContractMoney money = document.totals().money();
        List<String> amounts = basis.terms().discounts().stream()
                .map(Discount::id)
                .filter(id -> AmountDiscounts.has(basis.terms(), id))
                .toList();
        if (money != null) {
            money.discounts().stream()
                    .filter(one -> amounts.contains(one.id()))
                    .forEach(one -> used.merge(one.id(), one.taken(), Money::plus));
        }
        for (InvoiceLine line : document.lines()) {
            String id = line.item().discount();
            if (id != null) {
                used.merge(id, line.amount().net().negated(), Money::plus);
            }
        }
    }

    /** Computes a document again from what is kept of it. */
    private void again(Invoice document, InvoiceBasis of, List<RatedUsage> usage) {
        Map<String, Invoice> named = new HashMap<>();
        documents.stream()
                .filter(one -> of.documents().contains(one.heading().number()))
                .forEach(one -> named.put(one.heading().number(), one));
        Map<String, CorrectedUsage> corrected = new HashMap<>();
        of.months().forEach(month -> corrected.put(month.number(), CorrectedUsage.copied(month)));
        Invoice computed = new ComputedAgain(of, SummedUsage.of(usage), corrected, named)
                .document(document.heading().number(), LATER);
        boolean equal = computed.lines().equals(document.lines())
                && computed.allowances().equals(document.allowances())
                && computed.totals().equals(document.totals());
        if (!equal) {
            throw new AssertionError(document.heading().number() + " is computed otherwise again");
        }
    }

    private String number(int made) {
        return "NO26-%06d".formatted(documents.size() + made + 1);
    }

    private static Billable billable(List<RatedUsage> usage) {
        return ABillable.of("NOK", AnAccount.NORWEGIAN_VAT, usage);
    }
}
