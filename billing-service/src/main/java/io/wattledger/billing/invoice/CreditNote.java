package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A credit note that has all its amounts but no number. It stands with the signs of the invoice that it takes back, names
 * the line that each of its lines credits, and takes VAT back at that line's category and rate.
 *
 * <p>VAT is the difference of rounded VAT: what it was on what the invoice came to after earlier credit notes, less what it is on
 * what it comes to now. So several credit notes together take back exactly the VAT of the invoice, whatever next invoices have
 * taken back beside; each may be one minor unit off its own base times the rate.
 *
 * @param credited what it takes back from
 * @param left what is left of that after it
 * @param lines in order
 * @param vatBreakdown in the order of the invoice's
 * @param totals document totals
 * @param allowances what was taken off across the lines and goes back with them, since the lines left do not bear it
 * @param ground why it is issued; absent where its documents do not say so
 */
public record CreditNote(
        Remainder credited,
        Remainder left,
        List<InvoiceLine> lines,
        List<VatSubtotal> vatBreakdown,
        Totals totals,
        List<DocumentAllowance> allowances,
        @Nullable CreditGround ground) {

    private static final UsageFacts NO_USAGE = new UsageFacts(0, 0, 0, BigDecimal.ZERO);

    /** Copies the lists. */
    public CreditNote {
        lines = List.copyOf(lines);
        vatBreakdown = List.copyOf(vatBreakdown);
        allowances = List.copyOf(allowances);
    }

    /**
     * The credit note that gives back what was asked for.
     *
     * @throws CreditRefused when that is more than is left of a line or a rate, or nothing
     */
    public static CreditNote of(Remainder remainder, CreditRequest request) {
        if (remainder.isUsedUp() && !takesBack(remainder, request)) {
            throw new CreditRefused(
                    "",
                    "nothing is left of invoice "
                            + remainder.invoice().heading().number() + " to be credited");
        }
        Map<Integer, Money> taken =
                switch (request) {
                    case CreditRequest.InFull ignored -> remainder.everything();
                    case CreditRequest.ByLine byLine -> lines(remainder, byLine.amounts());
                    case CreditRequest.ByAmount byAmount -> spread(remainder, byAmount.amount());
                };
        List<InvoiceLine> lines = new ArrayList<>();
        taken.forEach((number, amount) -> remainder
                .line(number)
                .ifPresent(line -> lines.add(credit(lines.size() + 1, remainder.invoice(), line, amount))));
        CreditNote note = of(remainder, remainder.requested(taken), lines);
        if (note.totals().withoutVat().signum() < 0) {
            throw new CreditRefused(
                    "/lines",
                    "it would come to " + text(note.totals().withoutVat())
                            + ": a line below zero is credited only together with others that come to more");
        }
        return note;
    }

    /** Whether a line is credited by which the invoice took back of an earlier one: with it others are that it had paid. */
    private static boolean takesBack(Remainder remainder, CreditRequest request) {
        return request instanceof CreditRequest.ByLine byLine
                && byLine.amounts().keySet().stream()
                        .anyMatch(number -> remainder
                                .line(number)
                                .filter(InvoiceLine::takesBack)
                                .isPresent());
    }

    /**
     * The credit note that takes back what a revision has made cheaper, so that the invoice stands as if it had been billed so:
     * money goes back first, to promotional credits what the lines left do not bear any more, and to commitments what is beyond
     * overage.
     *
     * @param kept what discounts of an amount go on taking at most, by their ids; those that are not named take what they can
     * @throws CreditRefused when that is more than is left of a line or a rate
     */
    public static CreditNote revising(Remainder remainder, List<CorrectionLine> decreases, Map<String, Money> kept) {
        return of(remainder, remainder.revised(taken(decreases), kept), lines(decreases));
    }

    /**
     * The same as it was computed before what is left across lines was kept with credit notes: net, with a share of promotional
     * credits beside.
     */
    public static CreditNote revisingAsRequested(Remainder remainder, List<CorrectionLine> decreases) {
        return of(remainder, remainder.requested(taken(decreases)), lines(decreases));
    }

    /** The same where it tells what discounts in per cent take more or less of the month. */
    public CreditNote telling(List<ContractMoney.DiscountRevised> revised) {
        return new CreditNote(credited, left, lines, vatBreakdown, totals.telling(revised), allowances, ground);
    }

    /** The same where it says why it is issued: charges of a month have changed. */
    public CreditNote sayingChanged(YearMonth month) {
        return saying(new CreditGround(CreditGround.Cause.CHARGES_CHANGED, month, null));
    }

    /**
     * The same where it says why it is issued: somebody asked for it. How much of the invoice that was follows from what is left.
     *
     * @param statement words for the customer beside, which have no {@link CreditGround#flaw}; absent where there are none
     */
    public CreditNote sayingRequested(@Nullable String statement) {
        boolean untouched = credited.invoice().lines().stream()
                .allMatch(line ->
                        credited.amountLeft(line.number()).equals(line.amount().net()));
        CreditGround.Cause ofAll = untouched ? CreditGround.Cause.ALL_CREDITED : CreditGround.Cause.REST_CREDITED;
        return saying(new CreditGround(left.isUsedUp() ? ofAll : CreditGround.Cause.PART_CREDITED, null, statement));
    }

    private CreditNote saying(CreditGround why) {
        return new CreditNote(credited, left, lines, vatBreakdown, totals, allowances, why);
    }

    private static Map<Integer, Money> taken(List<CorrectionLine> decreases) {
        Map<Integer, Money> taken = new TreeMap<>();
        for (CorrectionLine decrease : decreases) {
            Integer line = decrease.names().line();
            if (line != null) {
                taken.merge(line, decrease.effect().negated(), Money::plus);
            }
        }
        return taken;
    }

    private static List<InvoiceLine> lines(List<CorrectionLine> decreases) {
        return decreases.stream().map(CorrectionLine::taken).toList();
    }

    /** The credit note of lines that were computed elsewhere, after which {@code after} is left of the invoice. */
    private static CreditNote of(Remainder before, Remainder after, List<InvoiceLine> lines) {
        requireLeftOfLines(before, after);
        requireLeftOfRates(before, after);
        requireLeftInAll(before, after);
        Currency currency = before.invoice().heading().currency();
        Map<VatTreatment, Money> rest = after.perTreatment();
        List<VatSubtotal> breakdown = new ArrayList<>();
        before.perTreatment().forEach((vat, amount) -> {
            Money stays = rest.getOrDefault(vat, amount);
            boolean stands = lines.stream().anyMatch(line -> line.vat().equals(vat));
            if (stands) {
                Money tax =
                        AfterCreditNotes.stands(before, vat, amount).minus(AfterCreditNotes.stands(after, vat, stays));
                breakdown.add(new VatSubtotal(vat, amount.minus(stays), tax));
            }
        });
        ContractMoney back = new ReturnedMoney(before, after).told();
        List<DocumentAllowance> allowances = AllowancesGivenBack.between(before, after, back);
        Totals totals = TotalSums.totals(lines, allowances, breakdown, currency);
        Totals settled = back == null ? totals : totals.settling(back);
        return new CreditNote(before, after, lines, breakdown, settled, allowances, null);
    }

    /** The credit note under its number. Nothing has to be paid for it, so it is due when it is issued. */
    public Invoice numbered(String number, LocalDate issueDate) {
        Invoice invoice = credited.invoice();
        Heading was = invoice.heading();
        Heading heading = new Heading(
                number,
                issueDate,
                issueDate.plusDays(invoice.references().paymentTermsDays()),
                was.period(),
                was.currency(),
                DocumentType.CREDIT_NOTE,
                new CreditedInvoice(was.number(), was.issueDate(), ground));
        TaxCurrencyTotal inTaxCurrency = invoice.totals().inTaxCurrency();
        Totals stated = inTaxCurrency == null
                ? totals
                : totals.stating(new TaxCurrencyTotal(vatIn(inTaxCurrency.rate()), inTaxCurrency.rate()));
        return new Invoice(
                heading,
                invoice.seller(),
                invoice.buyer(),
                invoice.references(),
                lines,
                vatBreakdown,
                stated,
                allowances);
    }

    /**
     * The VAT in the currency in which it is accounted for, at the rate of the invoice: what all VAT is there that it had after
     * earlier credit notes, less what that which stays is. So all credit notes together take back what was accounted for, to the
     * last minor unit.
     */
    private Money vatIn(ExchangeRate rate) {
        Money left = Money.zero(totals.vat().currency());
        for (Map.Entry<VatTreatment, Money> taxable : credited.perTreatment().entrySet()) {
            left = left.plus(AfterCreditNotes.stands(credited, taxable.getKey(), taxable.getValue()));
        }
        return rate.convert(left).minus(rate.convert(left.minus(totals.vat())));
    }

    private static Map<Integer, Money> lines(Remainder remainder, Map<Integer, @Nullable BigDecimal> amounts) {
        if (amounts.isEmpty()) {
            throw new CreditRefused("/lines", "names no line");
        }
        Map<Integer, Money> taken = new TreeMap<>();
        amounts.forEach((number, amount) -> {
            if (remainder.line(number).isEmpty()) {
                throw new CreditRefused(
                        "/lines", "invoice " + remainder.invoice().heading().number() + " has no line " + number);
            }
            Money left = remainder.amountLeft(number);
            Money wanted = amount == null ? left : money(remainder, amount, "/lines");
            Money signed = left.signum() < 0 && amount != null ? wanted.negated() : wanted;
            if (left.signum() == 0) {
                throw new CreditRefused("/lines", "nothing is left of line " + number);
            }
            taken.put(number, signed);
        });
        return taken;
    }

    private static Map<Integer, Money> spread(Remainder remainder, BigDecimal amount) {
        Money wanted = money(remainder, amount, "/amount");
        if (remainder.comesToNothing()) {
            throw new CreditRefused(
                    "/amount",
                    "invoice " + remainder.invoice().heading().number()
                            + " comes to nothing; credit lines of it, or all of it");
        }
        if (wanted.minus(remainder.total()).signum() > 0) {
            throw new CreditRefused(
                    "/amount",
                    "only " + text(remainder.total()) + " without VAT are left, not " + text(wanted)
                            + onLaterInvoices(remainder));
        }
        return wanted.equals(remainder.total()) ? remainder.everything() : remainder.spread(wanted);
    }

    private static Money money(Remainder remainder, BigDecimal amount, String pointer) {
        Currency currency = remainder.invoice().heading().currency();
        int digits = currency.getDefaultFractionDigits();
        if (amount.signum() <= 0 || amount.stripTrailingZeros().scale() > digits) {
            throw new CreditRefused(
                    pointer, amount.toPlainString() + " is not more than zero with at most " + digits + " decimals");
        }
        return new Money(amount.setScale(digits), currency);
    }

    private static void requireLeftOfLines(Remainder before, Remainder after) {
        before.left().forEach((number, left) -> {
            Money rest = after.amountLeft(number);
            if (rest.signum() * left.signum() < 0 || left.signum() == 0 && rest.signum() != 0) {
                throw new CreditRefused(
                        "/lines",
                        "only " + text(left) + " are left of line " + number + ", not " + text(left.minus(rest)));
            }
        });
    }

    private static void requireLeftOfRates(Remainder before, Remainder after) {
        Map<VatTreatment, Money> all = before.perTreatment();
        after.perTreatment().forEach((vat, rest) -> {
            Money left = all.getOrDefault(vat, rest);
            if (rest.signum() * left.signum() < 0 || left.signum() == 0 && rest.signum() < 0) {
                throw new CreditRefused(
                        "",
                        "only " + text(left) + " are left at VAT " + vat.category() + " "
                                + vat.ratePercent().toPlainString() + " %, not " + text(left.minus(rest))
                                + onLaterInvoices(before));
            }
        });
    }

    /** An invoice that takes back at one rate comes to less than what it bills at another; not so where that was not kept. */
    private static void requireLeftInAll(Remainder before, Remainder after) {
        Money left = AfterCreditNotes.total(before);
        Money rest = AfterCreditNotes.total(after);
        boolean told = before.across().takenSince() != null;
        if (told && rest.signum() < 0 && left.minus(rest).signum() > 0) {
            throw new CreditRefused(
                    "",
                    "invoice " + before.invoice().heading().number() + " comes to " + text(left)
                            + " without VAT after its credit notes, not " + text(left.minus(rest)));
        }
    }

    private static String onLaterInvoices(Remainder remainder) {
        Money since = remainder.billedSince();
        return since.signum() == 0
                ? ""
                : "; " + text(since)
                        + " of what its lines have left stand on later invoices, which can be credited too";
    }

    /** A line that gives back money; the usage stays what it was. */
    private static InvoiceLine credit(int number, Invoice invoice, InvoiceLine line, Money amount) {
        CorrectedLine credited = new CorrectedLine(invoice.heading().number(), line.number());
        boolean whole =
                amount.equals(line.amount().net()) && line.amount().allowances().isEmpty();
        LineQuantity quantity = whole
                ? line.quantity()
                : InvoicedQuantity.of(line.quantity().exact(), line.quantity().unit(), amount.amount(), amount, null);
        return new InvoiceLine(
                number,
                line.item()
                        .describedAs(credited.told(
                                CorrectedLine.Purpose.CREDIT, line.item().description())),
                quantity,
                new LineAmount(amount, amount.amount()),
                line.vat(),
                line.chargePeriod(),
                NO_USAGE,
                line.provenance().correcting(credited));
    }

    static String text(Money money) {
        return money.amount().toPlainString() + " " + money.currency();
    }
}
