package io.wattledger.billing.invoice;

import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CountedLine;
import io.wattledger.billing.tax.VatTreatment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What is left of an invoice across its lines: of its allowances (BG-20), of what promotional credits pay of it, and of what it
 * counts towards commitments.
 *
 * <p>Allowances bear the lines, the first of them first. What became cheaper is given back in money as long as the lines left
 * come to more than their allowances; then allowances go back, the last of them first, which is what was drawn from credits
 * last: so billing the month anew would have drawn. A credit note that somebody asks for gives back net amounts instead, and
 * beside them a share of what was drawn; its allowances stand.
 *
 * @param allowances what is left of each, in the order of the invoice
 * @param requested what somebody asked to be given back, without VAT and less allowances
 * @param promotional what promotional credits still pay
 * @param commitments what still counts towards each commitment
 */
public record AcrossLines(List<Money> allowances, Money requested, Money promotional, List<CountedLeft> commitments) {

    /** Copies the lists. */
    public AcrossLines {
        allowances = List.copyOf(allowances);
        commitments = List.copyOf(commitments);
    }

    /**
     * All that an invoice has.
     *
     * @param belonging numbers of the lines that belong to each commitment, by its id; where it says nothing of one, those that
     *     count
     */
    static AcrossLines of(Invoice invoice, Map<String, List<Integer>> belonging) {
        Money nothing = Money.zero(invoice.heading().currency());
        List<Money> allowances = invoice.allowances().stream()
                .map(one -> one.allowance().amount())
                .toList();
        ContractMoney money = invoice.totals().money();
        List<CountedLeft> commitments = new ArrayList<>();
        for (CommitmentDrawn one : money == null ? List.<CommitmentDrawn>of() : money.commitments()) {
            List<Integer> counting = one.lines().stream().map(CountedLine::line).toList();
            commitments.add(new CountedLeft(one.id(), one.counted(), belonging.getOrDefault(one.id(), counting)));
        }
        return new AcrossLines(allowances, nothing, sum(drawn(invoice, CreditKind.PROMOTIONAL), nothing), commitments);
    }

    /** What is left once a later invoice has corrected lines by lines below zero: those do not count any more. */
    AcrossLines correctedBy(Invoice invoice, Invoice later) {
        List<Integer> correcting = later.lines().stream()
                .filter(line -> line.provenance().corrects() != null
                        && line.provenance()
                                .corrects()
                                .number()
                                .equals(invoice.heading().number()))
                .map(InvoiceLine::number)
                .toList();
        return counting(one -> {
            Money counted = one.counted();
            for (CommitmentDrawn drawn : commitments(later, one.id())) {
                for (CountedLine line : drawn.lines()) {
                    boolean takes = line.counted().signum() < 0 && correcting.contains(line.line());
                    counted = takes ? counted.plus(line.counted()) : counted;
                }
            }
            return one.counting(counted);
        });
    }

    /** What is left once a credit note of the invoice has given back what it states. */
    AcrossLines less(Invoice invoice, Invoice creditNote, boolean asked) {
        List<Money> rest = new ArrayList<>(allowances);
        for (DocumentAllowance back : creditNote.allowances()) {
            Money open = back.allowance().amount();
            for (int i = rest.size() - 1; i >= 0; i--) {
                if (invoice.allowances().get(i).vat().equals(back.vat())) {
                    Money taken = least(open, rest.get(i));
                    rest.set(i, rest.get(i).minus(taken));
                    open = open.minus(taken);
                }
            }
        }
        Money paid = promotional;
        for (ContractMoney.CreditDrawn back : drawn(creditNote, CreditKind.PROMOTIONAL)) {
            paid = paid.plus(back.drawn());
        }
        return new AcrossLines(
                        rest, asked ? requested.plus(creditNote.totals().withoutVat()) : requested, paid, commitments)
                .counting(one -> {
                    Money counted = one.counted();
                    for (CommitmentDrawn drawn : commitments(creditNote, one.id())) {
                        counted = counted.plus(drawn.counted());
                    }
                    return one.counting(counted);
                });
    }

    /** The same with other amounts that count. */
    AcrossLines counting(UnaryOperator<CountedLeft> change) {
        return new AcrossLines(
                allowances,
                requested,
                promotional,
                commitments.stream().map(change).toList());
    }

    /** What lines with these amounts left bear. */
    AcrossLines borneBy(Invoice invoice, Map<Integer, Money> lines) {
        Money nothing = Money.zero(invoice.heading().currency());
        Map<VatTreatment, Money> open = new HashMap<>();
        for (InvoiceLine line : invoice.lines()) {
            open.merge(line.vat(), lines.getOrDefault(line.number(), nothing), Money::plus);
        }
        List<Money> borne = new ArrayList<>();
        for (int i = 0; i < allowances.size(); i++) {
            VatTreatment vat = invoice.allowances().get(i).vat();
            Money rest = open.getOrDefault(vat, nothing);
            Money amount = rest.signum() <= 0 ? nothing : least(rest, allowances.get(i));
            borne.add(amount);
            open.put(vat, rest.minus(amount));
        }
        AcrossLines bearing = new AcrossLines(borne, requested, promotional, commitments);
        return bearing.paying(least(promotional, bearing.ofPromotions(invoice)));
    }

    /** The same once somebody asked for more. */
    AcrossLines requesting(Money more) {
        return new AcrossLines(allowances, requested.plus(more), promotional, commitments);
    }

    /**
     * The same with no more paid by promotional credits than their share: as much of their allowances as what is left without
     * VAT is of that and what was asked for together.
     */
    AcrossLines sharing(Invoice invoice, Money left) {
        Money drawn = ofPromotions(invoice);
        if (requested.signum() == 0) {
            return this;
        }
        Money kept = left.signum() == 0
                ? Money.zero(left.currency())
                : drawn.minus(drawn.share(requested, requested.plus(left)));
        return paying(least(promotional, kept));
    }

    /** The allowances that have gone when {@code after} is left; their reductions are amounts, not percentages. */
    List<DocumentAllowance> givenBack(Invoice invoice, AcrossLines after) {
        List<DocumentAllowance> back = new ArrayList<>();
        for (int i = 0; i < allowances.size(); i++) {
            Money amount = allowances.get(i).minus(after.allowances.get(i));
            if (amount.signum() > 0) {
                DocumentAllowance one = invoice.allowances().get(i);
                back.add(new DocumentAllowance(
                        new Allowance(
                                one.allowance().reasonCode(), one.allowance().reason(), amount, null, null),
                        one.vat()));
            }
        }
        return back;
    }

    /** What is left of the allowances that promotional credits are, which come last. */
    private Money ofPromotions(Invoice invoice) {
        int draws = drawn(invoice, CreditKind.PROMOTIONAL).size();
        Money sum = Money.zero(invoice.heading().currency());
        for (Money one : allowances.subList(allowances.size() - draws, allowances.size())) {
            sum = sum.plus(one);
        }
        return sum;
    }

    private AcrossLines paying(Money paid) {
        return new AcrossLines(allowances, requested, paid, commitments);
    }

    /** What a document drew from credits of a kind, in order of drawing. */
    static List<ContractMoney.CreditDrawn> drawn(Invoice document, CreditKind kind) {
        ContractMoney money = document.totals().money();
        return money == null
                ? List.of()
                : money.credits().stream()
                        .filter(credit -> credit.kind() == kind)
                        .toList();
    }

    /** What a document counts towards one commitment. */
    static List<CommitmentDrawn> commitments(Invoice document, String id) {
        ContractMoney money = document.totals().money();
        return money == null
                ? List.of()
                : money.commitments().stream()
                        .filter(one -> one.id().equals(id))
                        .toList();
    }

    static Money sum(List<ContractMoney.CreditDrawn> credits, Money nothing) {
        return credits.stream().map(ContractMoney.CreditDrawn::drawn).reduce(nothing, Money::plus);
    }

    static Money least(Money one, Money other) {
        return one.minus(other).signum() <= 0 ? one : other;
    }
}
