package io.wattledger.billing.document;

import io.wattledger.billing.account.CheckDigits;
import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.KidAgreement;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules of our own, for what the official ones let pass although it is wrong. They accept VAT that is off by 0.99
 * (BR-CO-17 has a tolerance), any VAT rate, a missing due date (BR-CO-25 was removed), an IBAN that no bank has, a KID
 * with a wrong digit, any amount in a foreign tax currency, a credit note that names no invoice, and a Norwegian invoice
 * without its VAT number where the register note stands in (BR-S-02).
 */
public final class HouseRules {

    /** Name and version of these rules; a new version whenever one changes. */
    public static final String RULE_SET = "io.wattledger:house-rules:7";

    private static final int PERCENT_DIGITS = 2;
    private static final String LEITWEG_SCHEME = "0204";

    private final Invoice invoice;
    private final List<Violation> violations = new ArrayList<>();

    private HouseRules(Invoice invoice) {
        this.invoice = invoice;
    }

    /** What these rules say of {@code invoice}. */
    public static RuleReport check(Invoice invoice) {
        HouseRules rules = new HouseRules(invoice);
        rules.dates();
        rules.lines();
        rules.vatBreakdown();
        rules.totals();
        rules.violations.addAll(new TaxCurrencyRules(invoice).check());
        rules.rates();
        rules.creditNote();
        rules.parties();
        rules.payment();
        return new RuleReport(RULE_SET, rules.violations);
    }

    private void dates() {
        Heading heading = invoice.heading();
        require(
                "X-DUE-DATE",
                !heading.dueDate().isBefore(heading.issueDate())
                        && heading.issueDate()
                                .plusDays(invoice.references().paymentTermsDays())
                                .equals(heading.dueDate()),
                "BT-9",
                "the due date " + heading.dueDate() + " is not the issue date " + heading.issueDate() + " plus "
                        + invoice.references().paymentTermsDays() + " days");
    }

    private void lines() {
        int number = 0;
        for (InvoiceLine line : invoice.lines()) {
            number++;
            String place = "line " + line.number();
            require("X-LINE-NUMBER", line.number() == number, place, "lines are not numbered from 1 without gap");
            BigDecimal unrounded = line.amount().unrounded();
            Money gross = line.amount().gross();
            require(
                    "X-LINE-NET",
                    isRounded(line),
                    place,
                    "the net amount with what was taken off, " + text(gross) + ", is not " + unrounded.toPlainString()
                            + " rounded");
            line.amount().allowances().forEach(allowance -> allowance(allowance, place));
            require(
                    "X-LINE-PERIOD",
                    line.provenance().corrects() != null
                            || !line.chargePeriod()
                                            .start()
                                            .isBefore(invoice.heading().period().start())
                                    && !line.chargePeriod()
                                            .end()
                                            .isAfter(invoice.heading().period().end()),
                    place,
                    "the charges lie outside the invoice's period");
        }
    }

    private void allowance(Allowance allowance, String place) {
        Money base = allowance.base();
        BigDecimal percent = allowance.percent();
        require(
                "X-ALLOWANCE",
                base == null || percent == null
                        ? base == null && percent == null
                        : percentOf(base, percent).compareTo(allowance.amount().amount()) == 0,
                place,
                "the allowance " + text(allowance.amount()) + " is not its percentage of its base");
    }

    private void vatBreakdown() {
        Map<VatTreatment, BigDecimal> taxable = new LinkedHashMap<>();
        invoice.lines()
                .forEach(line -> taxable.merge(line.vat(), line.amount().net().amount(), BigDecimal::add));
        for (DocumentAllowance entry : invoice.allowances()) {
            allowance(entry.allowance(), "BG-20");
            taxable.merge(entry.vat(), entry.allowance().amount().amount().negate(), BigDecimal::add);
        }
        Map<VatTreatment, BigDecimal> stated = new LinkedHashMap<>();
        for (VatSubtotal subtotal : invoice.vatBreakdown()) {
            stated.merge(subtotal.vat(), subtotal.taxable().amount(), BigDecimal::add);
            BigDecimal tax = percentOf(subtotal.taxable(), subtotal.vat().ratePercent());
            require(
                    "X-VAT",
                    tax.subtract(subtotal.tax().amount()).abs().compareTo(vatTolerance(subtotal)) <= 0,
                    "BT-117",
                    "VAT of " + text(subtotal.taxable()) + " at "
                            + subtotal.vat().ratePercent().toPlainString() + " per cent is " + tax.toPlainString()
                            + ", not " + text(subtotal.tax()));
        }
        require(
                "X-VAT-BASE",
                taxable.equals(stated),
                "BG-23",
                "the breakdown does not add up lines less allowances per treatment");
    }

    /**
     * A credit note takes VAT back as the difference of rounded amounts, so that all of an invoice's credit notes together
     * take back its VAT and no more; that may be one minor unit off.
     */
    private BigDecimal vatTolerance(VatSubtotal subtotal) {
        return invoice.heading().type() == DocumentType.CREDIT_NOTE
                ? subtotal.tax().amount().ulp()
                : BigDecimal.ZERO;
    }

    /** A line that corrects another is the difference of two rounded amounts, not the rounded difference. */
    private static boolean isRounded(InvoiceLine line) {
        Money gross = line.amount().gross();
        Money rounded = Money.rounded(line.amount().unrounded(), gross.currency());
        return line.provenance().corrects() == null
                ? rounded.equals(gross)
                : rounded.minus(gross).amount().abs().compareTo(gross.amount().ulp()) <= 0;
    }

    private void totals() {
        Totals totals = invoice.totals();
        Money lines = Money.zero(invoice.heading().currency());
        for (InvoiceLine line : invoice.lines()) {
            lines = lines.plus(line.amount().net());
        }
        Money vat = Money.zero(invoice.heading().currency());
        for (VatSubtotal subtotal : invoice.vatBreakdown()) {
            vat = vat.plus(subtotal.tax());
        }
        require("X-SUM-LINES", totals.lines().equals(lines), "BT-106", "is not the sum of the lines, " + text(lines));
        BigDecimal off = invoice.allowances().stream()
                .map(entry -> entry.allowance().amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal stated = totals.allowances() == null
                ? BigDecimal.ZERO
                : totals.allowances().amount();
        require(
                "X-SUM-ALLOWANCES",
                off.compareTo(stated) == 0,
                "BT-107",
                "is not the sum of the document's allowances, " + off.toPlainString());
        BigDecimal net = totals.lines().amount().subtract(off);
        require(
                "X-SUM-NET",
                totals.withoutVat().amount().compareTo(net) == 0,
                "BT-109",
                "is not the sum of the lines less allowances, " + net.toPlainString());
        require("X-SUM-VAT", totals.vat().equals(vat), "BT-110", "is not the sum of the breakdown, " + text(vat));
        Money withVat = totals.withoutVat().plus(totals.vat());
        require("X-SUM-GROSS", totals.withVat().equals(withVat), "BT-112", "is not net plus VAT, " + text(withVat));
        prepaid(totals, withVat);
    }

    /** What paid credits settle is never more than there is to pay. */
    private void prepaid(Totals totals, Money withVat) {
        Money prepaid = totals.prepaid();
        Money payable = prepaid == null ? withVat : withVat.minus(prepaid);
        require(
                "X-SUM-PAYABLE",
                totals.payable().equals(payable),
                "BT-115",
                "is not net plus VAT less what is prepaid, " + text(payable));
        require(
                "X-PREPAID",
                prepaid == null || prepaid.signum() > 0 && payable.signum() >= 0,
                "BT-113",
                "more is settled in advance than there is to pay");
    }

    /**
     * Officially any percentage passes; a country's own rates are dated data. The tax point is the end of the billing period; what
     * corrects an earlier month keeps that month's rate.
     */
    private void rates() {
        String country = invoice.seller().identity().country();
        LocalDate taxPoint = invoice.heading().period().lastDay();
        for (VatSubtotal subtotal : invoice.vatBreakdown()) {
            List<String> flaws = TaxDetermination.flaws(subtotal.vat(), country, taxPoint);
            boolean corrects = invoice.lines().stream()
                    .filter(line -> line.vat().equals(subtotal.vat())
                            && line.provenance().corrects() != null)
                    .anyMatch(line -> TaxDetermination.flaws(
                                    line.vat(), country, line.chargePeriod().lastDay())
                            .isEmpty());
            require("X-VAT-RATE", flaws.isEmpty() || corrects, "BT-119", String.join("; ", flaws));
        }
    }

    private void creditNote() {
        CreditedInvoice credited = invoice.heading().credited();
        boolean credits = invoice.heading().type() == DocumentType.CREDIT_NOTE;
        require(
                "X-CN-REF",
                credits == (credited != null),
                "BG-3",
                credits ? "a credit note names the invoice it takes back" : "an invoice takes back no other");
        if (credited != null) {
            require(
                    "X-CN-REF",
                    !credited.number().isBlank()
                            && !credited.number().equals(invoice.heading().number())
                            && !credited.issueDate().isAfter(invoice.heading().issueDate()),
                    "BG-3",
                    "the invoice taken back, " + credited.number() + " of " + credited.issueDate()
                            + ", is not an earlier one");
        }
    }

    private void payment() {
        KidAgreement kid = invoice.seller().bank().kid();
        if (kid != null) {
            String reference = invoice.paymentReference();
            boolean proven =
                    switch (kid.checkDigit()) {
                        case MOD10 -> CheckDigits.kidMod10(reference);
                        case MOD11 -> CheckDigits.kidMod11(reference);
                    };
            require(
                    "X-KID",
                    proven && reference.length() == kid.customerDigits() + kid.invoiceDigits() + 1,
                    "BT-83",
                    "'" + reference + "' is no KID of the agreement: its length or its check digit is wrong");
        }
    }

    private void parties() {
        String iban = invoice.seller().bank().iban();
        require("X-IBAN", CheckDigits.iban(iban), "BT-84", "the check digits of IBAN " + iban + " are wrong");
        LegalIdentity seller = invoice.seller().identity();
        boolean taxed = invoice.totals().vat().amount().signum() != 0;
        require(
                "X-NO-MVA",
                !seller.country().equals("NO") || !taxed || states(seller.vatNumber()),
                "BT-31",
                "a Norwegian seller that charges VAT states NO, nine digits and MVA");
        String noteFlaw = seller.noteFlaw();
        require(
                "X-NO-REGISTER",
                noteFlaw == null || invoice.statesWhatOthersDid(),
                "BT-32",
                "the legal entity's registerNote " + noteFlaw);
        boolean germanAuthority = invoice.buyer().kind() == BuyerKind.PUBLIC
                && invoice.buyer().identity().country().equals("DE");
        String reference = invoice.references().buyerReference();
        require(
                "X-LEITWEG",
                !germanAuthority || reference == null || CheckDigits.leitweg(reference),
                "BT-10",
                "the check digits of " + reference + " are wrong");
        var address = invoice.buyer().electronicAddress();
        if (address != null && address.scheme().equals(LEITWEG_SCHEME)) {
            require(
                    "X-LEITWEG",
                    CheckDigits.leitweg(address.id()),
                    "BT-49",
                    "the check digits of " + address.id() + " are wrong");
        }
    }

    private static BigDecimal percentOf(Money base, BigDecimal percent) {
        return base.amount()
                .multiply(percent)
                .movePointLeft(PERCENT_DIGITS)
                .setScale(base.amount().scale(), RoundingMode.HALF_UP);
    }

    private static boolean states(@Nullable String vatNumber) {
        return vatNumber != null && CheckDigits.norwegianVat(vatNumber);
    }

    private void require(String rule, boolean holds, String location, String text) {
        if (!holds) {
            violations.add(new Violation(rule, Severity.ERROR, text, location));
        }
    }

    private static String text(Money money) {
        return money.amount().toPlainString() + " " + money.currency();
    }
}
