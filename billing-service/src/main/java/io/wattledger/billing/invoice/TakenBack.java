package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lines by which an invoice takes back charges of earlier months. They stay whatever somebody asks to be credited: taken back
 * themselves, they would bill the earlier month again, which no correction takes back, since its charges have not changed.
 *
 * @param remainder what is left of the invoice
 */
public record TakenBack(Remainder remainder) {

    /**
     * What is asked for, without these lines. All that is left is as much of the other lines as the invoice comes to: first of
     * those that bill its own month, so that each month is given back what it comes to there.
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
                        ? byLine(hasRateBelowZero() ? remainder.spread(remainder.total()) : all())
                        : byAmount;
            }
        };
    }

    private CreditRequest named(CreditRequest.ByLine request) {
        for (int number : request.amounts().keySet()) {
            InvoiceLine line =
                    remainder.line(number).filter(InvoiceLine::takesBack).orElse(null);
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

    private Map<Integer, Money> all() {
        if (!remainder.comesToNothing() && remainder.total().signum() <= 0) {
            throw nothingLeft();
        }
        if (hasRateBelowZero()) {
            throw new CreditRefused(
                    "",
                    "invoice " + number() + " takes back more of earlier months at one VAT rate than it bills at it;"
                            + " credit an amount of at most " + CreditNote.text(remainder.total()));
        }
        Map<Integer, Money> all = new TreeMap<>();
        remainder.perTreatment().forEach((vat, amount) -> all.putAll(ofRate(vat, amount)));
        all.values().removeIf(amount -> amount.signum() == 0);
        if (all.isEmpty()) {
            throw nothingLeft();
        }
        return all;
    }

    private CreditRefused nothingLeft() {
        return new CreditRefused("", "nothing is left of invoice " + number() + " to be credited");
    }

    private Map<Integer, Money> ofRate(VatTreatment vat, Money amount) {
        Money nothing = Money.zero(amount.currency());
        Map<Integer, Money> own = new TreeMap<>();
        Map<Integer, Money> others = new TreeMap<>();
        Money lines = nothing;
        for (InvoiceLine line : remainder.invoice().lines()) {
            if (line.vat().equals(vat)) {
                Money left = remainder.amountLeft(line.number());
                lines = lines.plus(left);
                (line.provenance().corrects() == null ? own : others).put(line.number(), left);
            }
        }
        Money open = remainder.comesToNothing() ? lines : amount;
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

    private boolean hasRateBelowZero() {
        return remainder.perTreatment().values().stream().anyMatch(amount -> amount.signum() < 0);
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
