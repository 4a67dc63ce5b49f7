package io.wattledger.billing.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.RevenueAccount;
import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.bookkeeping.Voucher;
import io.wattledger.billing.bookkeeping.Vouchers;
import io.wattledger.billing.commercial.AvailableCredit;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.PublishedFacts;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.contracts.message.ChargeKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** What holds of every document, and of all documents of a month whatever has become of it, for tests. */
final class BooksHold {

    private static final Vouchers VOUCHERS = new Vouchers(
            new ChartOfAccounts(
                    "1500",
                    "1920",
                    "7830",
                    "7770",
                    "3090",
                    "2900",
                    List.of(new RevenueAccount("3000", List.of(), VatCategory.S)),
                    List.of(
                            new VatAccount(VatCategory.S, new BigDecimal("25"), "2700", "3"),
                            new VatAccount(VatCategory.S, new BigDecimal("15"), "2701", "31"))),
            Currency.getInstance("NOK"),
            PublishedFacts.NONE);

    private BooksHold() {}

    /** What documents come to without VAT, whichever way. */
    static BigDecimal net(List<Invoice> documents) {
        return documents.stream()
                .map(document -> document.totals().withoutVat().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The credit notes of a month, or its other documents. */
    static List<Invoice> documents(AMonthInBooks month, boolean areNotes) {
        return month.after(0).stream()
                .filter(document -> isNote(document) == areNotes)
                .toList();
    }

    private static boolean isNote(Invoice document) {
        return document.heading().type() == DocumentType.CREDIT_NOTE;
    }

    /** By the rules of every document, nowhere below zero in total, and booked as it stands. */
    static void holds(Invoice document) {
        String number = document.heading().number();
        assertThat(HouseRules.check(document).violations()).as(number).isEmpty();
        assertThat(document.totals().withoutVat().signum()).as(number).isNotNegative();
        assertThat(document.totals().payable().signum()).as(number).isNotNegative();
        document.allowances()
                .forEach(one ->
                        assertThat(one.allowance().amount().signum()).as(number).isPositive());
        Voucher voucher = VOUCHERS.document(document, BigDecimal.ZERO);
        BigDecimal way = isNote(document) ? BigDecimal.ONE.negate() : BigDecimal.ONE;
        BigDecimal across = document.allowances().stream()
                .map(one -> one.allowance().amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        for (InvoiceLine line : document.lines()) {
            across = line.item().acrossLines()
                    ? across.subtract(line.amount().net().amount())
                    : across;
        }
        assertThat(booked(voucher, "1500"))
                .isEqualByComparingTo(document.totals().payable().amount().multiply(way));
        assertThat(booked(voucher, "2700").add(booked(voucher, "2701")))
                .isEqualByComparingTo(document.totals().vat().amount().multiply(way.negate()));
        assertThat(booked(voucher, "3090")).isEqualByComparingTo(across.multiply(way));
        assertThat(booked(voucher, "7770")).isZero();
    }

    /** Where nobody has asked for anything, allowances of a credit note are those of the credits to which it gives back. */
    static void namesTheCreditsItGivesBackTo(Invoice document) {
        ContractMoney money = document.totals().money();
        for (ContractMoney.CreditDrawn back :
                isNote(document) && money != null ? money.credits() : List.<ContractMoney.CreditDrawn>of()) {
            if (back.kind() == CreditKind.PROMOTIONAL) {
                assertThat(allowances(document))
                        .as(document.heading().number())
                        .containsEntry(back.words(), back.drawn().amount().negate());
            }
        }
    }

    /** Nothing is drawn from a credit that was not there, and nothing goes back that was not drawn. */
    static void drawsNoMoreThanCreditsHave(AMonthInBooks month, CommercialBasis basis) {
        drawsNoMoreThanCreditsHave(List.of(month), basis);
    }

    /** The same of all parts of a month together. */
    static void drawsNoMoreThanCreditsHave(List<AMonthInBooks> parts, CommercialBasis basis) {
        for (AvailableCredit credit : basis.before().credits()) {
            Money left = credit.balance();
            for (AMonthInBooks part : parts) {
                Money drawn = part.drawn(credit.id());
                assertThat(drawn.signum()).as(credit.id()).isNotNegative();
                left = left.minus(drawn);
            }
            assertThat(left.signum()).as(credit.id()).isNotNegative();
        }
    }

    /**
     * Towards a commitment count at least nothing, at most all of it, and no more than the lines that belong to it come to on all
     * documents, whichever part of the month they bill.
     */
    static void countsNoMoreThanStands(List<AMonthInBooks> parts, Money committed) {
        Money nothing = Money.zero(committed.currency());
        Money counted = nothing;
        Money belonging = nothing;
        for (AMonthInBooks part : parts) {
            for (MoneyState.Drawn drawn : part.countedItself()) {
                counted = counted.plus(drawn.amount());
            }
            for (Invoice document : part.after(0)) {
                for (InvoiceLine line : document.lines()) {
                    Money net = line.item().kind() == ChargeKind.GPU_TIME
                            ? line.amount().net()
                            : nothing;
                    belonging = isNote(document) ? belonging.minus(net) : belonging.plus(net);
                }
            }
        }
        assertThat(counted.signum()).as("counted").isNotNegative();
        assertThat(committed.minus(counted).signum())
                .as("counted of what is committed")
                .isNotNegative();
        assertThat(belonging.minus(counted).signum())
                .as("%s count of %s that stand", counted, belonging)
                .isNotNegative();
    }

    private static BigDecimal booked(Voucher voucher, String account) {
        return voucher.postings().stream()
                .filter(posting -> posting.account().equals(account))
                .map(Voucher.Posting::booked)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * Of no line, allowance or rate is more taken back than was billed, and in total neither. VAT of what an invoice comes to
     * after its credit notes is that of an invoice of as much.
     */
    static void isWithinWhatWasBilled(AMonthInBooks month) {
        List<Invoice> notes = documents(month, true);
        for (Remainder left : month.left()) {
            Invoice invoice = left.invoice();
            String number = invoice.heading().number();
            List<Invoice> own = notes.stream()
                    .filter(note -> note.heading().credited().number().equals(number))
                    .toList();
            for (InvoiceLine line : invoice.lines()) {
                assertThat(leftOf(number, line, month.effects()).signum()
                                * line.amount().net().signum())
                        .as("line %d of %s", line.number(), number)
                        .isNotNegative();
            }
            Map<String, BigDecimal> rest = less(invoice, own, BooksHold::allowances);
            rest.forEach((what, amount) ->
                    assertThat(amount).as("%s of %s", what, number).isNotNegative());
            assertThat(invoice.totals().withoutVat().amount().subtract(net(own)))
                    .as("net of %s", number)
                    .isNotNegative();
            Map<String, BigDecimal> rates = less(invoice, own, BooksHold::rates);
            for (VatSubtotal rate : invoice.vatBreakdown()) {
                BigDecimal percent = rate.vat().ratePercent();
                BigDecimal taxed = rates.get("taxed " + percent);
                BigDecimal tax = rates.get("tax " + percent);
                // Where an invoice takes back more at a rate than it bills at it, nothing of that is credited.
                boolean bills = rate.taxable().signum() >= 0;
                assertThat(bills ? taxed : BigDecimal.ZERO)
                        .as("taxed at %s of %s", percent, number)
                        .isNotNegative();
                assertThat(tax)
                        .as("VAT at %s of %s", percent, number)
                        .isEqualByComparingTo(
                                taxed.multiply(percent).movePointLeft(2).setScale(2, RoundingMode.HALF_UP));
            }
        }
    }

    /** What is left of a line once others have taken from it; what somebody asks for leaves lines of discounts as they are. */
    private static BigDecimal leftOf(String number, InvoiceLine line, List<LineEffect> effects) {
        BigDecimal net = line.amount().net().amount();
        BigDecimal left = net;
        for (LineEffect effect : effects) {
            boolean takes = effect.names().number().equals(number)
                    && Integer.valueOf(line.number()).equals(effect.names().line())
                    && effect.net().signum() * net.signum() < 0
                    && (line.item().discount() == null || effect.cause() == LineEffect.Cause.REVISION);
            left = takes ? left.add(effect.net().amount()).add(creditedOf(effect, effects)) : left;
        }
        return left;
    }

    /** What was credited of a line that took back: that is left again of what it took it from. */
    private static BigDecimal creditedOf(LineEffect taking, List<LineEffect> effects) {
        return effects.stream()
                .filter(effect -> effect.cause() == LineEffect.Cause.CREDIT
                        && effect.net().signum() > 0
                        && effect.names().equals(new CorrectedLine(taking.number(), taking.line())))
                .map(effect -> effect.net().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Map<String, BigDecimal> less(
            Invoice invoice, List<Invoice> notes, Function<Invoice, Map<String, BigDecimal>> of) {
        Map<String, BigDecimal> rest = new TreeMap<>(of.apply(invoice));
        notes.stream()
                .flatMap(note -> of.apply(note).entrySet().stream())
                .forEach(one -> rest.merge(one.getKey(), one.getValue().negate(), BigDecimal::add));
        return rest;
    }

    private static Map<String, BigDecimal> allowances(Invoice document) {
        Map<String, BigDecimal> allowances = new TreeMap<>();
        for (DocumentAllowance one : document.allowances()) {
            allowances.merge(one.allowance().reason(), one.allowance().amount().amount(), BigDecimal::add);
        }
        return allowances;
    }

    private static Map<String, BigDecimal> rates(Invoice document) {
        Map<String, BigDecimal> rates = new TreeMap<>();
        for (VatSubtotal one : document.vatBreakdown()) {
            Stream.of(
                            Map.entry(
                                    "taxed " + one.vat().ratePercent(),
                                    one.taxable().amount()),
                            Map.entry(
                                    "tax " + one.vat().ratePercent(), one.tax().amount()))
                    .forEach(part -> rates.merge(part.getKey(), part.getValue(), BigDecimal::add));
        }
        return rates;
    }
}
