package io.wattledger.billing.invoice;

import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CountedLine;
import io.wattledger.billing.tax.VatTreatment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
 * @param discounts ids of the discounts that the first allowances are, in their order; absent where none is, and in what was
 *     stored before it was kept
 * @param billedSince at each rate of the invoice, in the order of its VAT breakdown, what of all that is left stands on later
 *     invoices, as when one has billed what a discount does not take any more; absent in what was stored before it was kept
 * @param credits what each credit still pays, in the order of drawing, so that no more goes back to any than it had paid; absent
 *     in what was stored before it was kept
 * @param takenSince at each rate of the invoice, in the order of its VAT breakdown, what it comes to after its credit notes
 *     beyond what is left, since next invoices have taken it: VAT of it was given back there; absent in what was stored before it
 *     was kept
 */
public record AcrossLines(
        List<Money> allowances,
        Money requested,
        Money promotional,
        List<CountedLeft> commitments,
        @Nullable List<String> discounts,
        @Nullable List<Money> billedSince,
        @Nullable List<CreditLeft> credits,
        @Nullable List<Money> takenSince) {

    /** Copies the lists. */
    public AcrossLines {
        allowances = List.copyOf(allowances);
        commitments = List.copyOf(commitments);
        discounts = discounts == null || discounts.isEmpty() ? null : List.copyOf(discounts);
        billedSince = billedSince == null ? null : List.copyOf(billedSince);
        credits = credits == null ? null : List.copyOf(credits);
        takenSince = takenSince == null ? null : List.copyOf(takenSince);
    }

    /** Ids of the discounts that the first allowances are. */
    @Override
    public List<String> discounts() {
        return discounts == null ? List.of() : discounts;
    }

    /**
     * All that an invoice has.
     *
     * @param belonging numbers of the lines that belong to each commitment, by its id; where it says nothing of one, those that
     *     count
     * @param discounts ids of the discounts that its first allowances are
     */
    static AcrossLines of(Invoice invoice, Map<String, List<Integer>> belonging, List<String> discounts) {
        Money nothing = Money.zero(invoice.heading().currency());
        List<Money> allowances = invoice.allowances().stream()
                .map(one -> one.allowance().amount())
                .toList();
        ContractMoney money = invoice.totals().money();
        List<CountedLeft> commitments = new ArrayList<>();
        for (CommitmentDrawn one : money == null ? List.<CommitmentDrawn>of() : money.commitments()) {
            List<Integer> counting = one.lines().stream().map(CountedLine::line).toList();
            commitments.add(CountedLeft.of(invoice, one, belonging.getOrDefault(one.id(), counting)));
        }
        List<CreditLeft> credits = Stream.of(CreditKind.values())
                .flatMap(kind -> drew(invoice, kind).stream())
                .map(CreditLeft::whole)
                .toList();
        Money promotional = sum(drew(invoice, CreditKind.PROMOTIONAL), nothing);
        return new AcrossLines(allowances, nothing, promotional, commitments, discounts, null, credits, null);
    }

    /**
     * What is left once a later invoice has corrected lines by lines below zero, which do not count any more, and discounts and
     * credits by lines above it.
     */
    AcrossLines correctedBy(Invoice invoice, Invoice later) {
        List<Integer> correcting = later.lines().stream()
                .filter(line -> line.provenance().corrects() != null
                        && line.provenance()
                                .corrects()
                                .number()
                                .equals(invoice.heading().number()))
                .map(InvoiceLine::number)
                .toList();
        return withoutDiscounts(invoice, later).withoutCredits(invoice, later).counting(one -> {
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
        List<ContractMoney.DiscountTaken> told = discounts(creditNote);
        for (int back = 0; back < told.size(); back++) {
            int place = discounts().indexOf(told.get(back).id());
            rest.set(place, rest.get(place).plus(told.get(back).taken()));
        }
        creditNote.allowances().stream().skip(told.size()).forEach(back -> take(invoice, back, rest));
        Money paid = promotional;
        Map<String, Money> returned = new HashMap<>();
        for (CreditKind kind : CreditKind.values()) {
            for (ContractMoney.CreditDrawn back : drawn(creditNote, kind)) {
                paid = kind == CreditKind.PROMOTIONAL ? paid.plus(back.drawn()) : paid;
                returned.put(back.id(), back.drawn().negated());
            }
        }
        return new AcrossLines(
                        rest,
                        asked ? requested.plus(creditNote.totals().withoutVat()) : requested,
                        paid,
                        commitments,
                        discounts,
                        billedSince,
                        lessCredits(returned, rest),
                        takenSince)
                .counting(one -> {
                    Money counted = one.counted();
                    for (CommitmentDrawn drawn : commitments(creditNote, one.id())) {
                        counted = counted.plus(drawn.counted());
                    }
                    return one.counting(counted);
                });
    }

    /**
     * Takes an allowance of a credit note off that of the invoice which has its words. Before it was told which discounts have
     * gone, what had come last went first, credits among them.
     */
    private static void take(Invoice invoice, DocumentAllowance back, List<Money> rest) {
        Money open = back.allowance().amount();
        for (boolean named : List.of(true, false)) {
            for (int i = rest.size() - 1; i >= 0; i--) {
                DocumentAllowance one = invoice.allowances().get(i);
                boolean is = one.vat().equals(back.vat())
                        && (!named
                                || one.allowance()
                                        .reason()
                                        .equals(back.allowance().reason()));
                Money taken = is ? least(open, rest.get(i)) : Money.zero(open.currency());
                rest.set(i, rest.get(i).minus(taken));
                open = open.minus(taken);
            }
        }
    }

    /** The same with other amounts that count. */
    AcrossLines counting(UnaryOperator<CountedLeft> change) {
        return new AcrossLines(
                allowances,
                requested,
                promotional,
                commitments.stream().map(change).toList(),
                discounts,
                billedSince,
                credits,
                takenSince);
    }

    /** All that an invoice has, as it was stored before it was kept what stands on later invoices. */
    AcrossLines asBefore(Invoice invoice) {
        return new AcrossLines(allowances, requested, promotional, commitments, discounts, null, null, null)
                .counting(one -> commitments(invoice, one.id()).stream()
                        .map(CountedLeft::withTakenBack)
                        .findFirst()
                        .orElse(one));
    }

    /**
     * The same at each rate of the invoice.
     *
     * @param since what of all that is left stands on later invoices
     * @param taken what it comes to after its credit notes beyond what is left
     */
    AcrossLines standing(List<Money> since, List<Money> taken) {
        return new AcrossLines(allowances, requested, promotional, commitments, discounts, since, credits, taken);
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
        AcrossLines bearing = bearing(borne);
        return bearing.paying(least(promotional, bearing.ofPromotions(invoice)));
    }

    /** The same with no more of each discount than is kept of it; of those of which nothing is said, with what they have. */
    AcrossLines keeping(Map<String, Money> kept) {
        List<Money> rest = new ArrayList<>(allowances);
        for (int i = 0; i < discounts().size(); i++) {
            rest.set(i, least(rest.get(i), kept.getOrDefault(discounts().get(i), rest.get(i))));
        }
        return bearing(rest);
    }

    private AcrossLines bearing(List<Money> rest) {
        return new AcrossLines(rest, requested, promotional, commitments, discounts, billedSince, credits, takenSince);
    }

    /** The same without what lines of a later invoice have given back of discounts. */
    private AcrossLines withoutDiscounts(Invoice invoice, Invoice later) {
        Map<String, Money> kept = new HashMap<>();
        for (InvoiceLine line : later.lines()) {
            CorrectedLine corrects = line.provenance().corrects();
            int place = discounts().indexOf(String.valueOf(line.item().discount()));
            if (place >= 0
                    && corrects != null
                    && corrects.line() == null
                    && corrects.number().equals(invoice.heading().number())
                    && line.amount().net().signum() > 0) {
                kept.put(
                        discounts().get(place),
                        less(allowances.get(place), line.amount().net()));
            }
        }
        return keeping(kept);
    }

    /** The same without what lines of a later invoice have given back to promotional credits. */
    private AcrossLines withoutCredits(Invoice invoice, Invoice later) {
        List<String> ids = drew(invoice, CreditKind.PROMOTIONAL).stream()
                .map(ContractMoney.CreditDrawn::id)
                .toList();
        List<Money> rest = new ArrayList<>(allowances);
        Money paid = promotional;
        Map<String, Money> returned = new HashMap<>();
        for (InvoiceLine line : later.lines()) {
            CorrectedLine corrects = line.provenance().corrects();
            int place = ids.indexOf(String.valueOf(line.item().credit()));
            if (place >= 0
                    && corrects != null
                    && corrects.number().equals(invoice.heading().number())) {
                Money back = line.amount().net();
                rest.set(rest.size() - ids.size() + place, less(rest.get(rest.size() - ids.size() + place), back));
                paid = less(paid, back);
                returned.put(ids.get(place), back);
            }
        }
        return new AcrossLines(
                rest, requested, paid, commitments, discounts, billedSince, lessCredits(returned, rest), takenSince);
    }

    /** What credits still pay once so much has gone back, by their ids; the last allowances left are those of promotional ones. */
    private @Nullable List<CreditLeft> lessCredits(Map<String, Money> returned, List<Money> rest) {
        if (credits == null) {
            return null;
        }
        List<CreditLeft> less = new ArrayList<>();
        int place = rest.size();
        for (CreditLeft one : credits) {
            place = one.kind() == CreditKind.PROMOTIONAL ? place - 1 : place;
        }
        for (CreditLeft one : credits) {
            CreditLeft pays = returned.containsKey(one.id()) ? one.less(returned.get(one.id())) : one;
            less.add(one.kind() == CreditKind.PROMOTIONAL ? pays.stating(rest.get(place++)) : pays);
        }
        return less;
    }

    /** What is left of an amount, at least nothing. */
    static Money less(Money amount, Money taken) {
        Money left = amount.minus(taken);
        return left.signum() < 0 ? Money.zero(left.currency()) : left;
    }

    /** What a credit note tells of discounts that have gone, in the order in which its first allowances are. */
    private static List<ContractMoney.DiscountTaken> discounts(Invoice creditNote) {
        ContractMoney money = creditNote.totals().money();
        return money == null ? List.of() : money.discounts();
    }

    /** The same once somebody asked for more. */
    AcrossLines requesting(Money more) {
        return new AcrossLines(
                allowances,
                requested.plus(more),
                promotional,
                commitments,
                discounts,
                billedSince,
                credits,
                takenSince);
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

    /** What is left of the allowances that promotional credits are, which come last. */
    private Money ofPromotions(Invoice invoice) {
        int draws = drew(invoice, CreditKind.PROMOTIONAL).size();
        Money sum = Money.zero(invoice.heading().currency());
        for (Money one : allowances.subList(allowances.size() - draws, allowances.size())) {
            sum = sum.plus(one);
        }
        return sum;
    }

    private AcrossLines paying(Money paid) {
        return new AcrossLines(allowances, requested, paid, commitments, discounts, billedSince, credits, takenSince);
    }

    /** What an invoice drew from credits of a kind, in order of drawing; without what it gave back for earlier months. */
    static List<ContractMoney.CreditDrawn> drew(Invoice invoice, CreditKind kind) {
        return drawn(invoice, kind).stream()
                .filter(credit -> credit.drawn().signum() > 0)
                .toList();
    }

    /** What a document drew from credits of a kind, in order of drawing; below zero what it gives back. */
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
