package io.wattledger.billing.evidence;

import io.wattledger.billing.commercial.AmountDiscounts;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.CommitmentLines;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.DiscountsAnew;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.DrawnLeft;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.LineKey;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All documents that bill, correct and credit a month, the oldest first, kept as the books keep them, for tests. */
class DocumentsOfAMonth {

    private final CommercialBasis basis;
    private final List<Invoice> documents = new ArrayList<>();
    private final List<LineEffect> effects = new ArrayList<>();
    private final Map<String, Money> used = new TreeMap<>();

    /** Of a month that was billed by terms. */
    DocumentsOfAMonth(CommercialBasis basis) {
        this.basis = basis;
    }

    /** Keeps a document and what it did to lines of earlier ones. */
    final void keep(Invoice document, List<LineEffect> done) {
        documents.add(document);
        effects.addAll(done);
        tell(document);
    }

    /** The invoice of the month. */
    final Invoice month() {
        return documents.getFirst();
    }

    /** How many documents there are. */
    int size() {
        return documents.size();
    }

    /** The documents that have come after so many. */
    List<Invoice> after(int count) {
        return List.copyOf(documents.subList(count, documents.size()));
    }

    /** All that documents did to lines of others. */
    List<LineEffect> effects() {
        return List.copyOf(effects);
    }

    /** The document of a number. */
    Invoice document(String number) {
        return documents.stream()
                .filter(one -> one.heading().number().equals(number))
                .findFirst()
                .orElseThrow();
    }

    /** What is left of each invoice. */
    List<Remainder> left() {
        return documents.stream()
                .filter(document -> document.heading().type() != DocumentType.CREDIT_NOTE)
                .map(this::left)
                .toList();
    }

    /** What is left of an invoice. */
    Remainder left(Invoice document) {
        return Remainder.of(
                document,
                effects,
                naming(document),
                CommitmentLines.of(document, basis),
                AmountDiscounts.of(document, document == month() ? basis : null));
    }

    /** What is left of the month's invoice and of those that have billed more of it. */
    List<Remainder> billed() {
        List<Remainder> billed = new ArrayList<>();
        for (Invoice document : documents) {
            boolean isMonth = document == month();
            boolean bills = document.heading().type() != DocumentType.CREDIT_NOTE
                    && effects.stream()
                            .anyMatch(effect ->
                                    effect.number().equals(document.heading().number())
                                            && effect.net().signum() > 0);
            if (isMonth || bills) {
                billed.add(left(document));
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

    /** What discounts of an amount take of the month, as its documents stand. */
    Map<String, Money> standing() {
        return DiscountsAnew.standing(month(), billed(), effects);
    }

    /** What its discounts of an amount take, as documents have told. */
    Map<String, Money> used() {
        Map<String, Money> all = new TreeMap<>(used);
        all.values().removeIf(money -> money.signum() == 0);
        return all;
    }

    /** What its documents come to without VAT; of a next invoice, the lines that correct the month. */
    Money withoutVat() {
        Money sum = Money.zero(month().heading().currency());
        for (Invoice document : documents) {
            boolean isNote = document.heading().type() == DocumentType.CREDIT_NOTE;
            Money part = document.totals().withoutVat();
            for (InvoiceLine line : document.lines()) {
                boolean others = document != month() && line.provenance().corrects() == null;
                part = others ? part.minus(line.amount().net()) : part;
            }
            sum = isNote ? sum.minus(part) : sum.plus(part);
        }
        return sum;
    }

    /** What is drawn from a credit. */
    Money drawn(String credit) {
        Money sum = Money.zero(month().heading().currency());
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

    /** What is drawn from commitments, before the month and by its documents. */
    List<MoneyState.Drawn> counted() {
        List<MoneyState.Drawn> drawn = new ArrayList<>(basis.before().drawn());
        drawn.addAll(countedItself());
        return drawn;
    }

    /** What is drawn from commitments by its documents. */
    List<MoneyState.Drawn> countedItself() {
        List<MoneyState.Drawn> drawn = new ArrayList<>();
        for (Invoice document : documents) {
            ContractMoney money = document.totals().money();
            if (money != null) {
                money.commitments()
                        .forEach(one -> drawn.add(new MoneyState.Drawn(
                                one.id(), one.months(), one.balance().drawn())));
            }
        }
        return drawn;
    }

    /** What of the lines that bill the month does not count towards commitments. */
    List<MoneyState.Overage> overage() {
        List<MoneyState.Overage> overage = new ArrayList<>();
        for (Remainder one : billed()) {
            one.overage()
                    .forEach((id, money) -> overage.add(new MoneyState.Overage(
                            one.invoice().heading().number(), id, money, DrawnLeft.of(one, id))));
        }
        return overage;
    }

    /** What the lines of a correction do. */
    List<LineEffect> revised(Invoice document, List<CorrectionLine> lines) {
        return lines.stream()
                .map(line -> new LineEffect(
                        document.heading().number(),
                        line.line().number(),
                        line.names(),
                        month().heading().number(),
                        line.key(),
                        LineEffect.Cause.REVISION,
                        line.effect()))
                .toList();
    }

    /** A line of a credit note counts for the month of the line that it names, which may be a correction itself. */
    LineEffect credited(Invoice note, InvoiceLine line) {
        CorrectedLine names = Objects.requireNonNull(line.provenance().corrects());
        return effects.stream()
                .filter(effect -> effect.number().equals(names.number()) && effect.line() == names.line())
                .findFirst()
                .map(effect -> credited(note, line, effect.root(), effect.key()))
                .orElseGet(() -> credited(
                        note,
                        line,
                        names.number(),
                        LineKey.of(document(names.number()).lines().get(names.line() - 1))
                                .text()));
    }

    private static LineEffect credited(Invoice note, InvoiceLine line, String root, String key) {
        return new LineEffect(
                note.heading().number(),
                line.number(),
                Objects.requireNonNull(line.provenance().corrects()),
                root,
                key,
                LineEffect.Cause.CREDIT,
                line.amount().net().negated());
    }

    /** Keeps what it tells of discounts as the store writes it down. */
    private void tell(Invoice document) {
        ContractMoney money = document.totals().money();
        List<String> amounts = basis.terms().discounts().stream()
                .filter(discount -> discount.reduction() instanceof Reduction.Amount)
                .map(Discount::id)
                .toList();
        if (money != null) {
            money.discounts().stream()
                    .filter(one -> amounts.contains(one.id()))
                    .forEach(one -> used.merge(one.id(), one.taken(), Money::plus));
        }
        for (InvoiceLine line : document.lines()) {
            String id = line.item().discount();
            if (id != null && document.heading().type() != DocumentType.CREDIT_NOTE) {
                used.merge(id, line.amount().net().negated(), Money::plus);
            }
        }
    }
}
