package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines by which an invoice takes back charges of earlier months. They stay whatever somebody asks to be credited: taken back
 * themselves, they would bill the earlier month again, which no correction takes back, since its charges have not changed.
 *
 * <p>Once all of the earlier invoice was credited nothing of it stands that could be billed too much. Then these lines are
 * credited with the others, and what they had taken back is left on the earlier invoice to be credited there.
 *
 * @param remainder what is left of the invoice
 * @param givenBack numbers of earlier invoices of which somebody had all that was left credited
 */
public record TakenBack(Remainder remainder, Set<String> givenBack) {

    /** Copies the set. */
    public TakenBack {
        givenBack = Set.copyOf(givenBack);
    }

    /** Numbers of the invoices of which lines of this one take something back. */
    public static Set<String> named(Invoice invoice) {
        return invoice.lines().stream()
                .filter(InvoiceLine::takesBack)
                .flatMap(line -> Stream.ofNullable(line.provenance().corrects()))
                .map(CorrectedLine::number)
                .collect(Collectors.toSet());
    }

    /**
     * What is asked for, without lines that have to stay. All that is left is as much of the other lines as the invoice comes to:
     * first of those that bill its own month, so that each month is given back what it comes to there.
     *
     * @throws CreditRefused when it names one of them, or when all that is left cannot be given back without them
     */
    public CreditRequest sparing(CreditRequest request) {
        if (remainder.invoice().lines().stream().noneMatch(InvoiceLine::takesBack)) {
            return request;
        }
        return switch (request) {
            case CreditRequest.InFull ignored -> byLine(all());
            case CreditRequest.ByLine byLine -> named(byLine);
            case CreditRequest.ByAmount byAmount -> {
                boolean all = !remainder.comesToNothing()
                        && byAmount.amount().compareTo(remainder.total().amount()) == 0;
                yield all && byAmount.amount().signum() > 0
                        ? byLine(hasRateBelowZero(released()) ? remainder.spread(remainder.total()) : all())
                        : byAmount;
            }
        };
    }

    private CreditRequest named(CreditRequest.ByLine request) {
        for (int number : request.amounts().keySet()) {
            InvoiceLine line = remainder.line(number).filter(this::stays).orElse(null);
            CorrectedLine corrects = line == null ? null : line.provenance().corrects();
            if (corrects != null) {
                throw new CreditRefused(
                        "/lines",
                        "line " + number + " takes back what " + corrects.words()
                                + " had billed too much; credited, it would be billed again. Name other lines,"
                                + " or credit invoice " + corrects.number());
            }
        }
        return request;
    }

    private boolean stays(InvoiceLine line) {
        CorrectedLine corrects = line.provenance().corrects();
        return corrects != null && line.takesBack() && !givenBack.contains(corrects.number());
    }

    /**
     * What is left, below zero, of lines that take back and need not stay. Where the invoice comes to something, that is all of
     * it, at a rate below zero too: else the others would give back more than it comes to. Where it does not, it is no more at each
     * rate than the others come to, so that none is credited by which the tenant owes more.
     */
    private Map<Integer, Money> released() {
        Map<Integer, Money> all = new TreeMap<>();
        Map<VatTreatment, Money> others = remainder.perTreatment();
        Money nothing = Money.zero(remainder.invoice().heading().currency());
        others.replaceAll((vat, amount) -> comesTo() && amount.signum() < 0 ? nothing : amount);
        for (InvoiceLine line : remainder.invoice().lines()) {
            Money left = remainder.amountLeft(line.number());
            if (line.takesBack() && !stays(line) && left.signum() < 0) {
                all.put(line.number(), left);
                others.merge(line.vat(), left.negated(), Money::plus);
            }
        }
        Map<Integer, Money> released = new TreeMap<>();
        all.forEach((number, left) -> remainder.line(number).ifPresent(line -> {
            Money most = AcrossLines.least(left.negated(), others.getOrDefault(line.vat(), left));
            if (most.signum() > 0) {
                released.put(number, most.negated());
                others.merge(line.vat(), most.negated(), Money::plus);
            }
        }));
        return released;
    }

    private boolean comesTo() {
        return remainder.total().signum() >= 0;
    }

    private Money ofRate(VatTreatment vat, Map<Integer, Money> released) {
        Money sum = Money.zero(remainder.invoice().heading().currency());
        for (InvoiceLine line : remainder.invoice().lines()) {
            Money one = released.get(line.number());
            sum = one != null && line.vat().equals(vat) ? sum.minus(one) : sum;
        }
        return sum;
    }

    private Map<Integer, Money> all() {
        Map<Integer, Money> released = released();
        boolean refused = hasRateBelowZero(released);
        if (!remainder.comesToNothing() && remainder.total().signum() <= 0 && (refused || released.isEmpty())) {
            throw nothingLeft();
        }
        if (refused) {
            throw new CreditRefused(
                    "",
                    "invoice " + number() + " takes back more of earlier months at one VAT rate than it bills at it;"
                            + " credit an amount of at most " + CreditNote.text(remainder.total()));
        }
        Map<Integer, Money> all = new TreeMap<>(released);
        remainder.perTreatment().forEach((vat, amount) -> all.putAll(others(vat, amount, ofRate(vat, released))));
        all.values().removeIf(amount -> amount.signum() == 0);
        if (all.isEmpty()) {
            throw nothingLeft();
        }
        return all;
    }

    private CreditRefused nothingLeft() {
        return new CreditRefused("", "nothing is left of invoice " + number() + " to be credited");
    }

    /** Of lines above zero as much as the invoice comes to at a rate, and as lines take back of it that are credited beside. */
    private Map<Integer, Money> others(VatTreatment vat, Money amount, Money beside) {
        Money nothing = Money.zero(amount.currency());
        Map<Integer, Money> own = new TreeMap<>();
        Map<Integer, Money> others = new TreeMap<>();
        Money lines = nothing;
        for (InvoiceLine line : remainder.invoice().lines()) {
            if (line.vat().equals(vat) && (stays(line) || !line.takesBack())) {
                Money left = remainder.amountLeft(line.number());
                lines = lines.plus(left);
                (line.provenance().corrects() == null ? own : others).put(line.number(), left);
            }
        }
        Money open =
                remainder.comesToNothing() ? lines : beside.plus(amount.signum() < 0 && !comesTo() ? nothing : amount);
        Money ofOwn = own.values().stream().reduce(nothing, Money::plus);
        if (open.signum() <= 0) {
            return Map.of();
        }
        if (ofOwn.minus(open).signum() >= 0) {
            return ofOwn.equals(open) ? own : Remainder.spread(open, own);
        }
        own.putAll(Remainder.spread(open.minus(ofOwn), others));
        return own;
    }

    private boolean hasRateBelowZero(Map<Integer, Money> released) {
        return remainder.perTreatment().entrySet().stream().anyMatch(rate -> {
            Money beside = ofRate(rate.getKey(), released);
            boolean bills = beside.signum() != 0
                    && (!comesTo() || beside.plus(rate.getValue()).signum() >= 0);
            return rate.getValue().signum() < 0 && !bills;
        });
    }

    private static CreditRequest byLine(Map<Integer, Money> amounts) {
        Map<Integer, @Nullable BigDecimal> said = new TreeMap<>();
        amounts.forEach((line, amount) -> said.put(line, amount.amount().abs()));
        return new CreditRequest.ByLine(said);
    }

    private String number() {
        return remainder.invoice().heading().number();
    }
}
