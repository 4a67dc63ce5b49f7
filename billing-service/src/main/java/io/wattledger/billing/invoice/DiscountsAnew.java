package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes discounts of an amount anew when an issued month is corrected, so that they take off all of its documents together what
 * they take off the month as its charges are now.
 *
 * <p>Each document keeps of what it has, the oldest first, as far as its lines left bear it; what it does not keep goes back, and
 * what is missing then is taken off what became dearer. Where credit notes and invoices stand for themselves, a document may have
 * to give back more of a discount than became cheaper on it, or one may take more than became dearer: then lines are taken back
 * for as much, and billed again beside it.
 */
public final class DiscountsAnew {

    private final Revision revision;
    private final List<Remainder> all;
    private final List<Remainder> billed;
    private final List<LineEffect> effects;
    private final Map<String, AmountOff> targets = new LinkedHashMap<>();
    private final VatTreatment vat;
    private final Money nothing;

    /**
     * For one month.
     *
     * @param revision the month as billed and as its charges are now
     * @param billed what is left of its invoice, and of those that have billed more of it since, the oldest first
     * @param effects what documents have done to its lines
     * @param targets what each discount takes off the month as its charges are now, in the order of taking
     */
    public DiscountsAnew(Revision revision, List<Remainder> billed, List<LineEffect> effects, List<AmountOff> targets) {
        this.revision = revision;
        this.all = List.copyOf(billed);
        this.billed = billed.stream()
                .filter(one -> billsNoOther(one, revision.invoice()))
                .toList();
        this.effects = effects;
        targets.forEach(one -> this.targets.put(one.discount(), one));
        this.vat = revision.vat();
        this.nothing = Money.zero(revision.invoice().heading().currency());
    }

    /** A line of a later invoice by which a discount takes off more, and what is left of it, above zero. */
    private record Standing(String discount, CorrectedLine line, Money left) {}

    /**
     * What is to become of each discount.
     *
     * @param kept by document and discount
     * @param back lines that give back what stands as lines of later invoices
     * @param standing what goes on standing as such lines
     * @param open by discount, what is to be taken off more
     */
    private record Shares(
            Map<String, Map<String, Money>> kept, List<CorrectionLine> back, Money standing, Map<String, Money> open) {}

    /** What discounts take off a month as its documents stand, by their ids; those that take nothing are left out. */
    public static Map<String, Money> standing(Invoice month, List<Remainder> billed, List<LineEffect> effects) {
        Map<String, Money> standing = new TreeMap<>();
        for (Remainder one : billed) {
            List<String> ids = one.across().discounts();
            for (int i = 0; i < ids.size() && billsNoOther(one, month); i++) {
                standing.merge(ids.get(i), one.across().allowances().get(i), Money::plus);
            }
        }
        lines(month, effects).forEach(one -> standing.merge(one.discount(), one.left(), Money::plus));
        standing.values().removeIf(money -> money.signum() == 0);
        return standing;
    }

    /**
     * The same revision as documents of its own, with discounts; absent where the invoices of the month have not as much left as
     * discounts take, so that only the next invoice can state it.
     */
    public Revision.@Nullable Split split(Revision.Split plain) {
        List<CorrectionLine> increases = new ArrayList<>(plain.increases());
        Map<String, List<CorrectionLine>> decreases = new TreeMap<>(Collections.reverseOrder());
        plain.decreases().forEach((number, lines) -> decreases.put(number, new ArrayList<>(lines)));
        Shares shares = shares(decreases);
        shares.back().forEach(line -> increases.add(line.at(increases.size() + 1)));
        for (Remainder document : billed) {
            Map<String, Money> kept = shares.kept().getOrDefault(number(document), Map.of());
            Money beyond = has(document).minus(sum(kept)).minus(taken(document, decreases));
            Money rest = positive(beyond).minus(billAgain(document, positive(beyond), decreases, increases));
            shares.kept().put(number(document), givenBackByLines(document, kept, rest, increases));
        }
        shares.kept().values().removeIf(Map::isEmpty);
        Money missing = sum(shares.open()).minus(sum(increases));
        for (Remainder document : all.reversed()) {
            missing = missing.minus(billAgain(
                    document, AcrossLines.least(missing, bearing(document, decreases, shares)), decreases, increases));
        }
        boolean told = all.stream().allMatch(one -> one.across().takenSince() != null);
        return told && missing.signum() > 0
                ? null
                : new Revision.Split(
                        increases,
                        decreases,
                        shares.kept(),
                        more(shares.open(), positive(sum(increases))),
                        plain.revised());
    }

    /** The same revision as lines for the next invoice, numbered from {@code first}, with lines of discounts. */
    public List<CorrectionLine> adjustments(List<CorrectionLine> plain, int first) {
        List<CorrectionLine> result = new ArrayList<>(plain);
        Map<String, List<CorrectionLine>> decreases = new TreeMap<>();
        for (CorrectionLine line : plain) {
            if (line.effect().signum() < 0) {
                decreases
                        .computeIfAbsent(line.names().number(), number -> new ArrayList<>())
                        .add(line);
            }
        }
        Shares shares = shares(decreases);
        Money bearing = monthNow().minus(shares.standing());
        for (Remainder document : billed) {
            CorrectedLine names = new CorrectedLine(number(document), null);
            Map<String, Money> kept = shares.kept().getOrDefault(number(document), Map.of());
            for (Map.Entry<String, Money> one : has(document.across()).entrySet()) {
                Money stays = kept.getOrDefault(one.getKey(), one.getValue());
                add(
                        result,
                        first,
                        named(one.getKey(), document.invoice()),
                        one.getValue().minus(stays),
                        names);
                bearing = bearing.minus(stays);
            }
        }
        shares.back().forEach(line -> result.add(line.at(first + result.size())));
        CorrectedLine month = new CorrectedLine(revision.invoice().heading().number(), null);
        more(shares.open(), positive(bearing))
                .forEach(one -> add(result, first, one, one.amount().negated(), month));
        return result;
    }

    /** Shares out what each discount takes off, to documents first and then to lines of later invoices, the oldest first. */
    private Shares shares(Map<String, List<CorrectionLine>> decreases) {
        Map<String, Money> open = open();
        Map<String, Map<String, Money>> kept = new TreeMap<>();
        for (Remainder document : billed) {
            Money room = positive(left(document, decreases));
            Map<String, Money> ofDocument = new LinkedHashMap<>();
            for (Map.Entry<String, Money> one : has(document.across()).entrySet()) {
                Money wanted = AcrossLines.least(one.getValue(), open.getOrDefault(one.getKey(), nothing));
                Money stays = AcrossLines.least(wanted, room);
                ofDocument.put(one.getKey(), stays);
                open.computeIfPresent(one.getKey(), (id, money) -> money.minus(stays));
                room = room.minus(stays);
            }
            if (!ofDocument.isEmpty()) {
                kept.put(number(document), ofDocument);
            }
        }
        List<CorrectionLine> back = new ArrayList<>();
        Money standing = nothing;
        for (Standing line : lines(revision.invoice(), effects)) {
            Money stays = AcrossLines.least(line.left(), open.getOrDefault(line.discount(), nothing));
            open.computeIfPresent(line.discount(), (id, money) -> money.minus(stays));
            add(back, 1, named(line.discount(), revision.invoice()), line.left().minus(stays), line.line());
            standing = standing.plus(stays);
        }
        return new Shares(kept, back, standing, open);
    }

    /** What each discount is to take: where somebody was given back a part of the month, no more than is left to bear it. */
    private Map<String, Money> open() {
        Map<String, Money> open = new LinkedHashMap<>();
        Money room = positive(monthNow());
        for (Map.Entry<String, AmountOff> target : targets.entrySet()) {
            Money amount = AcrossLines.least(target.getValue().amount(), room);
            open.put(target.getKey(), amount);
            room = room.minus(amount);
        }
        return open;
    }

    /**
     * Gives back discounts of a document for as much as {@code rest} by lines of the invoice beside, since it has no line of
     * charges that could be taken back with them; what discounts go on taking on the document itself then.
     */
    private Map<String, Money> givenBackByLines(
            Remainder document, Map<String, Money> kept, Money rest, List<CorrectionLine> increases) {
        Map<String, Money> stays = new LinkedHashMap<>(kept);
        Money open = rest;
        for (Map.Entry<String, Money> one : has(document.across()).entrySet()) {
            Money goes = one.getValue().minus(kept.getOrDefault(one.getKey(), one.getValue()));
            Money back = AcrossLines.least(goes, open);
            add(increases, 1, named(one.getKey(), document.invoice()), back, new CorrectedLine(number(document), null));
            stays.merge(one.getKey(), back, Money::plus);
            open = open.minus(back);
        }
        return stays;
    }

    /** Takes back lines of a document for as much as {@code amount}, the last first, and bills them again; how much it was. */
    private Money billAgain(
            Remainder document,
            Money amount,
            Map<String, List<CorrectionLine>> decreases,
            List<CorrectionLine> increases) {
        CorrectionLine.Place place = CorrectionLine.Place.withoutUsage(revision.rules());
        Money open = amount;
        for (RevisedLine line : revision.lines().reversed()) {
            for (RevisedLine.Source source : line.sources()) {
                Money part = AcrossLines.least(open, leftOf(document, source, decreases));
                if (part.signum() > 0) {
                    List<CorrectionLine> note =
                            decreases.computeIfAbsent(number(document), number -> new ArrayList<>());
                    note.add(CorrectionLine.of(note.size() + 1, line, source.line(), part.negated(), vat, place));
                    increases.add(CorrectionLine.of(
                            increases.size() + 1, line, line.names(), part, revision.vat(line), place));
                    open = open.minus(part);
                }
            }
        }
        return amount.minus(open);
    }

    /**
     * What can still be taken off a document; of one that bills other months too, what it comes to at the rate of the month before
     * promotional credits, which come after discounts.
     */
    private Money bearing(Remainder document, Map<String, List<CorrectionLine>> decreases, Shares shares) {
        return billed.contains(document)
                ? left(document, decreases).minus(sum(shares.kept().getOrDefault(number(document), Map.of())))
                : document.beforePromotions(vat).minus(taken(document, decreases));
    }

    /** What is left of a line if it stands on the document and is taxed as its discounts are; nothing otherwise. */
    private Money leftOf(Remainder document, RevisedLine.Source source, Map<String, List<CorrectionLine>> decreases) {
        Integer number = source.line().line();
        if (number == null
                || !source.line().number().equals(number(document))
                || document.line(number)
                        .map(InvoiceLine::vat)
                        .filter(vat::equals)
                        .isEmpty()) {
            return nothing;
        }
        Money left = source.left();
        for (CorrectionLine taken : decreases.getOrDefault(number(document), List.of())) {
            left = number.equals(taken.names().line()) ? left.plus(taken.effect()) : left;
        }
        return left;
    }

    /** What is left, at the rate of the discounts, of the lines of a document after these decreases. */
    private Money left(Remainder document, Map<String, List<CorrectionLine>> decreases) {
        Money left = nothing;
        for (InvoiceLine line : document.invoice().lines()) {
            left = line.vat().equals(vat) ? left.plus(document.amountLeft(line.number())) : left;
        }
        return left.minus(taken(document, decreases));
    }

    private Money taken(Remainder document, Map<String, List<CorrectionLine>> decreases) {
        Money taken = nothing;
        for (CorrectionLine line : decreases.getOrDefault(number(document), List.of())) {
            taken = line.line().vat().equals(vat) ? taken.minus(line.effect()) : taken;
        }
        return taken;
    }

    /** What the lines of the month come to once they are corrected, less what somebody was given back. */
    private Money monthNow() {
        Money sum = nothing;
        for (RevisedLine line : revision.lines()) {
            sum = sum.plus(line.billed()).minus(line.credited()).plus(line.difference());
        }
        for (LineEffect effect : effects) {
            boolean ofDiscount = effect.root().equals(number(all.getFirst()))
                    && effect.cause() == LineEffect.Cause.CREDIT
                    && effect.key().startsWith(LineItem.DISCOUNT);
            sum = ofDiscount ? sum.plus(effect.net()) : sum;
        }
        return sum;
    }

    /** What the discounts take more, as far as there is something to take it off. */
    private List<AmountOff> more(Map<String, Money> open, Money bearing) {
        List<AmountOff> more = new ArrayList<>();
        Money room = bearing;
        for (Map.Entry<String, Money> one : open.entrySet()) {
            Money amount = AcrossLines.least(one.getValue(), room);
            AmountOff target = targets.get(one.getKey());
            if (amount.signum() > 0 && target != null) {
                more.add(target.of(amount));
                room = room.minus(amount);
            }
        }
        return more;
    }

    private void add(List<CorrectionLine> lines, int first, AmountOff discount, Money effect, CorrectedLine names) {
        if (effect.signum() != 0) {
            lines.add(
                    CorrectionLine.ofDiscount(first + lines.size(), discount, effect, names, revision.invoice(), vat));
        }
    }

    /** A discount with the words that a document has for it; one that holds no more is not among the targets. */
    private AmountOff named(String id, Invoice document) {
        AmountOff target = targets.get(id);
        if (target != null) {
            return target;
        }
        ContractMoney money = document.totals().money();
        String words = money == null
                ? id
                : money.discounts().stream()
                        .filter(one -> one.id().equals(id))
                        .map(ContractMoney.DiscountTaken::words)
                        .findFirst()
                        .orElse(id);
        return new AmountOff(id, words, "", nothing);
    }

    /** Whether a document bills this month alone, so that its discounts are those of the month. */
    private static boolean billsNoOther(Remainder document, Invoice month) {
        return document.invoice().heading().number().equals(month.heading().number()) || !document.billsItsOwnMonth();
    }

    /** Lines of later invoices by which discounts take off more of the month, as far as they stand. */
    private static List<Standing> lines(Invoice month, List<LineEffect> effects) {
        List<Standing> lines = new ArrayList<>();
        for (LineEffect effect : effects) {
            boolean takesOff = effect.root().equals(month.heading().number())
                    && effect.cause() == LineEffect.Cause.REVISION
                    && effect.key().startsWith(LineItem.DISCOUNT)
                    && effect.net().signum() < 0;
            if (takesOff) {
                Money left = effect.net().negated();
                for (LineEffect later : effects) {
                    // What somebody asks for leaves discounts as they are, on lines as across them.
                    boolean back = later.cause() == LineEffect.Cause.REVISION
                            && later.names().number().equals(effect.number())
                            && Integer.valueOf(effect.line())
                                    .equals(later.names().line());
                    left = back ? left.minus(later.net()) : left;
                }
                String id = effect.key().substring(LineItem.DISCOUNT.length());
                if (left.signum() > 0) {
                    lines.add(new Standing(id, new CorrectedLine(effect.number(), effect.line()), left));
                }
            }
        }
        return lines;
    }

    /** What is left of each discount of a document, in the order of its allowances. */
    private static Map<String, Money> has(AcrossLines across) {
        Map<String, Money> has = new LinkedHashMap<>();
        for (int i = 0; i < across.discounts().size(); i++) {
            has.put(across.discounts().get(i), across.allowances().get(i));
        }
        return has;
    }

    private Money has(Remainder document) {
        return sum(has(document.across()));
    }

    private Money sum(Map<String, Money> amounts) {
        return amounts.values().stream().reduce(nothing, Money::plus);
    }

    private Money sum(List<CorrectionLine> lines) {
        return lines.stream().map(CorrectionLine::effect).reduce(nothing, Money::plus);
    }

    private static Money positive(Money money) {
        return money.signum() < 0 ? Money.zero(money.currency()) : money;
    }

    private static String number(Remainder document) {
        return document.invoice().heading().number();
    }
}
