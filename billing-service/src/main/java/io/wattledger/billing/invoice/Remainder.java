package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is left of an issued invoice to be credited, per line and per VAT treatment; never more than was invoiced, and for a
 * line with a negative amount never less.
 *
 * @param invoice the invoice
 * @param left what is left of each line without VAT, by its number
 * @param across what is left of allowances and credits
 */
public record Remainder(Invoice invoice, SortedMap<Integer, Money> left, AcrossLines across) {

    /** Copies the map. */
    public Remainder {
        left = new TreeMap<>(left);
    }

    /**
     * As it was kept with a credit note.
     *
     * @param across absent in what was stored before it was kept: all that was given back had been asked for then
     */
    public static Remainder kept(Invoice invoice, SortedMap<Integer, Money> left, @Nullable AcrossLines across) {
        if (across != null) {
            return new Remainder(invoice, left, across);
        }
        Remainder all = whole(invoice);
        Remainder whole = new Remainder(invoice, all.left, all.across.asBefore(invoice));
        Map<Integer, Money> taken = new TreeMap<>();
        whole.left.forEach((line, amount) -> taken.put(line, amount.minus(left.getOrDefault(line, amount))));
        return whole.requested(taken);
    }

    /** All of an invoice. */
    public static Remainder whole(Invoice invoice) {
        return of(invoice, List.of(), List.of(), Map.of(), List.of());
    }

    /**
     * What is left once all that names the invoice was taken from it.
     *
     * @param effects what lines of later documents do to lines of the invoice, and credit notes to those
     * @param later those documents
     * @param belonging numbers of the lines that belong to each commitment, by its id
     * @param discounts ids of the discounts that the first allowances are, in their order
     */
    public static Remainder of(
            Invoice invoice,
            List<LineEffect> effects,
            List<Invoice> later,
            Map<String, List<Integer>> belonging,
            List<String> discounts) {
        SortedMap<Integer, Money> left = new TreeMap<>();
        Map<CorrectedLine, Money> credited = credited(effects);
        for (InvoiceLine line : invoice.lines()) {
            Money amount = line.amount().net();
            for (LineEffect effect : effects) {
                Integer named = effect.names().line();
                boolean towardsZero =
                        effect.net().signum() * line.amount().net().signum() < 0;
                if (towardsZero
                        && effect.names().number().equals(invoice.heading().number())
                        && named != null
                        && named == line.number()) {
                    // What was credited of the line that took it back is left again.
                    amount = amount.plus(effect.net())
                            .plus(credited.getOrDefault(
                                    new CorrectedLine(effect.number(), effect.line()), Money.zero(amount.currency())));
                }
            }
            left.put(line.number(), amount);
        }
        AcrossLines across = AcrossLines.of(invoice, belonging, discounts);
        for (Invoice document : later) {
            boolean asked = effects.stream()
                    .anyMatch(
                            effect -> effect.number().equals(document.heading().number())
                                    && effect.cause() == LineEffect.Cause.CREDIT);
            across = document.heading().type() == DocumentType.CREDIT_NOTE
                    ? across.less(invoice, document, asked)
                    : across.correctedBy(invoice, document);
        }
        // What a later invoice has given back in money needs no allowance any more.
        Remainder remainder = new Remainder(invoice, left, across.borneBy(invoice, left));
        return new Remainder(invoice, left, AfterCreditNotes.told(remainder, later));
    }

    /**
     * What is left once lines became cheaper by {@code taken}.
     *
     * @param kept what discounts of an amount go on taking at most, by their ids; those that are not named take what they can
     */
    Remainder revised(Map<Integer, Money> taken, Map<String, Money> kept) {
        SortedMap<Integer, Money> after = after(taken);
        AcrossLines rest = across.keeping(kept).borneBy(invoice, after).counting(one -> one.revised(after));
        return new Remainder(invoice, after, rest).sharing();
    }

    /** What is left once somebody was given back {@code taken}: allowances stand, where they do not bear all that is left. */
    Remainder requested(Map<Integer, Money> taken) {
        SortedMap<Integer, Money> after = after(taken);
        Money more = Money.zero(currency());
        for (Money amount : taken.values()) {
            more = more.plus(amount);
        }
        AcrossLines rest = comesToNothing() ? across.borneBy(invoice, after) : across.requesting(more);
        Remainder stays = new Remainder(invoice, after, rest.counting(one -> requested(one, after))).sharing();
        return across.credits() == null || stays.total().signum() != 0 ? stays : stays.countingNothing();
    }

    /** The same once nothing is left: no more counts than what it took back of earlier invoices, which has paid lines left. */
    private Remainder countingNothing() {
        Money paid = Money.zero(currency());
        for (InvoiceLine line : invoice.lines()) {
            paid = line.takesBack() ? paid.minus(amountLeft(line.number())) : paid;
        }
        Money most = paid;
        return new Remainder(
                invoice, left, across.counting(one -> one.counting(AcrossLines.least(one.counted(), most))));
    }

    private CountedLeft requested(CountedLeft commitment, Map<Integer, Money> after) {
        CountedLeft rest = commitment;
        for (ContractMoney.CommitmentDrawn drawn : AcrossLines.commitments(invoice, commitment.id())) {
            rest = across.billedSince() == null
                    ? rest.requestedAsBefore(drawn, left, after)
                    : rest.requested(drawn, left, after);
        }
        return rest;
    }

    /** What of the lines left does not count towards the commitments that they belong to, by their ids. */
    public SortedMap<String, Money> overage() {
        SortedMap<String, Money> overage = new TreeMap<>();
        across.commitments().forEach(one -> overage.put(one.id(), one.overage(left)));
        return overage;
    }

    private Remainder sharing() {
        return new Remainder(invoice, left, across.sharing(invoice, total()));
    }

    /** What is left in all, without VAT. */
    public Money total() {
        Money total = Money.zero(currency());
        for (Money amount : perTreatment().values()) {
            total = total.plus(amount);
        }
        return total;
    }

    /** What is left in all, with VAT. */
    Money withVat() {
        Money total = Money.zero(currency());
        for (Map.Entry<VatTreatment, Money> left : perTreatment().entrySet()) {
            total = total.plus(left.getValue()).plus(AfterCreditNotes.tax(this, left.getKey(), left.getValue()));
        }
        return total;
    }

    /**
     * Whether allowances bear all that is left, as promotional credits do: nothing is taxed at any rate. Then a credit note
     * gives back as much of them as it takes from the lines, and comes to nothing itself. Where somebody asked for all that was
     * left, allowances go on standing beside lines that are left, but credits pay nothing of these any more.
     */
    boolean comesToNothing() {
        return (across.requested().signum() == 0 || across.promotional().signum() > 0)
                && since().stream().allMatch(amount -> amount.signum() == 0)
                && perTreatment().values().stream().allMatch(amount -> amount.signum() == 0)
                && left.values().stream().anyMatch(amount -> amount.signum() != 0);
    }

    /** Whether it comes to nothing or less, and not by allowances that bear lines: all of it is credited or taken back. */
    boolean isUsedUp() {
        return !comesToNothing() && total().signum() <= 0;
    }

    /** Whether nothing is left that could be credited. */
    public boolean isEmpty() {
        return !comesToNothing() && total().signum() == 0;
    }

    /**
     * Whether somebody had all that was left of it credited: then its month is not corrected any more, even where something is
     * left again, of which a line that took it back was credited. What a revision has taken last can come back.
     *
     * @param effects what later documents did to its lines, and credit notes to those, the oldest first
     */
    public boolean isGivenBack(List<LineEffect> effects) {
        Optional<LineEffect> last = effects.stream()
                .filter(effect ->
                        effect.names().number().equals(invoice.heading().number())
                                && effect.net().signum() < 0)
                .reduce((before, one) -> one);
        if (last.filter(effect -> effect.cause() == LineEffect.Cause.CREDIT).isEmpty()) {
            return false;
        }
        Map<CorrectedLine, Money> credited = credited(effects);
        SortedMap<Integer, Money> without = new TreeMap<>(left);
        for (LineEffect effect : effects) {
            Integer line = effect.names().line();
            Money again = credited.get(new CorrectedLine(effect.number(), effect.line()));
            if (line != null
                    && again != null
                    && effect.takesFrom(invoice.heading().number(), line)) {
                without.computeIfPresent(line, (number, amount) -> AcrossLines.less(amount, again));
            }
        }
        return new Remainder(invoice, without, across.borneBy(invoice, without)).isUsedUp();
    }

    /** What was credited of lines that take back of others, by the line. */
    private static Map<CorrectedLine, Money> credited(List<LineEffect> effects) {
        Map<CorrectedLine, Money> credited = new HashMap<>();
        effects.stream()
                .filter(effect -> effect.cause() == LineEffect.Cause.CREDIT
                        && effect.net().signum() > 0)
                .forEach(effect -> credited.merge(effect.names(), effect.net(), Money::plus));
        return credited;
    }

    /** What is left per VAT treatment, less what the allowances left take off and what stands on later invoices. */
    Map<VatTreatment, Money> perTreatment() {
        Map<VatTreatment, Money> sums = new LinkedHashMap<>();
        for (VatSubtotal subtotal : invoice.vatBreakdown()) {
            sums.put(subtotal.vat(), Money.zero(currency()));
        }
        for (InvoiceLine line : invoice.lines()) {
            sums.merge(line.vat(), amountLeft(line.number()), Money::plus);
        }
        for (int i = 0; i < across.allowances().size(); i++) {
            sums.merge(
                    invoice.allowances().get(i).vat(),
                    across.allowances().get(i).negated(),
                    Money::plus);
        }
        for (int i = 0; i < since().size(); i++) {
            sums.merge(invoice.vatBreakdown().get(i).vat(), since().get(i).negated(), Money::plus);
        }
        return sums;
    }

    /**
     * What is left at a rate before promotional credits; after them in what was stored before VAT was told of what next invoices
     * have taken.
     */
    Money beforePromotions(VatTreatment vat) {
        Money left = perTreatment().getOrDefault(vat, Money.zero(currency()));
        if (across.takenSince() == null) {
            return left;
        }
        int end = across.allowances().size();
        int first = end - AcrossLines.drew(invoice, CreditKind.PROMOTIONAL).size();
        for (int i = first; i < end; i++) {
            if (invoice.allowances().get(i).vat().equals(vat)) {
                left = left.plus(across.allowances().get(i));
            }
        }
        return left;
    }

    /** What of all that is left stands on later invoices. */
    Money billedSince() {
        return since().stream().reduce(Money.zero(currency()), Money::plus);
    }

    private List<Money> since() {
        return Objects.requireNonNullElse(across.billedSince(), List.of());
    }

    /**
     * What lines can become cheaper by at most, per VAT treatment, so that credit notes give back no more than the invoice comes
     * to; none where that was not kept. Less than nothing is nothing.
     */
    Map<VatTreatment, Money> room() {
        Map<VatTreatment, Money> room = new HashMap<>();
        if (across.billedSince() != null) {
            invoice.lines().forEach(line -> room.merge(line.vat(), amountLeft(line.number()), Money::plus));
            for (int i = 0; i < since().size(); i++) {
                room.merge(invoice.vatBreakdown().get(i).vat(), since().get(i).negated(), Money::plus);
            }
        }
        return room;
    }

    private SortedMap<Integer, Money> after(Map<Integer, Money> taken) {
        SortedMap<Integer, Money> after = new TreeMap<>(left);
        taken.forEach((line, amount) -> after.merge(line, amount.negated(), Money::plus));
        return after;
    }

    /** What is left of the lines of one VAT treatment. */
    private Map<Integer, Money> leftOf(VatTreatment vat) {
        Map<Integer, Money> lines = new TreeMap<>();
        invoice.lines().stream()
                .filter(line -> line.vat().equals(vat))
                .forEach(line -> lines.put(line.number(), amountLeft(line.number())));
        return lines;
    }

    /** Whether it bills charges of its own month, and not only what corrects earlier ones. */
    public boolean billsItsOwnMonth() {
        return invoice.lines().stream().anyMatch(line -> line.provenance().corrects() == null);
    }

    /** What is left of a line. */
    Money amountLeft(int line) {
        return left.getOrDefault(line, Money.zero(currency()));
    }

    /**
     * Everything that is left. Where the invoice took something off across lines, the lines give as much less; where it took off
     * everything, they give all they have, and the allowances go back with them.
     */
    Map<Integer, Money> everything() {
        Map<Integer, Money> all = new TreeMap<>();
        if (comesToNothing()) {
            all.putAll(left);
            all.values().removeIf(amount -> amount.signum() == 0);
            return all;
        }
        perTreatment().forEach((vat, amount) -> {
            Map<Integer, Money> lines = leftOf(vat);
            Money sum = Money.zero(currency());
            for (Money line : lines.values()) {
                sum = sum.plus(line);
            }
            all.putAll(sum.equals(amount) ? lines : spread(amount, lines));
        });
        all.values().removeIf(amount -> amount.signum() == 0);
        return all;
    }

    /** An amount without VAT, spread over all lines by what is left of each. */
    Map<Integer, Money> spread(Money amount) {
        return spread(amount, left);
    }

    /**
     * An amount spread over positive lines by their size, so that no line gives more than it has as long as they have as
     * much together. The last digits go to the lines with the largest remainders.
     */
    static Map<Integer, Money> spread(Money amount, Map<Integer, Money> lines) {
        Map<Integer, Money> from = new TreeMap<>(lines);
        from.values().removeIf(money -> money.signum() <= 0);
        BigDecimal whole = from.values().stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<Integer, Money> shares = new TreeMap<>();
        if (whole.signum() == 0) {
            return shares;
        }
        BigDecimal rest = amount.amount();
        Map<Integer, BigDecimal> remainders = new TreeMap<>();
        for (Map.Entry<Integer, Money> entry : from.entrySet()) {
            BigDecimal exact =
                    amount.amount().multiply(entry.getValue().amount()).divide(whole, MathContext.DECIMAL128);
            BigDecimal share = exact.setScale(amount.amount().scale(), RoundingMode.DOWN);
            remainders.put(entry.getKey(), exact.subtract(share));
            rest = rest.subtract(share);
            shares.put(entry.getKey(), new Money(share, amount.currency()));
        }
        Money unit = new Money(amount.amount().ulp(), amount.currency());
        List<Integer> order = remainders.entrySet().stream()
                .sorted(Map.Entry.<Integer, BigDecimal>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
        for (int i = 0; rest.signum() > 0 && i < order.size(); i++) {
            shares.merge(order.get(i), unit, Money::plus);
            rest = rest.subtract(unit.amount());
        }
        shares.values().removeIf(share -> share.signum() == 0);
        return shares;
    }

    /** The line of that number, if the invoice has one. */
    Optional<InvoiceLine> line(int number) {
        return invoice.lines().stream().filter(line -> line.number() == number).findFirst();
    }

    private Currency currency() {
        return invoice.heading().currency();
    }
}
