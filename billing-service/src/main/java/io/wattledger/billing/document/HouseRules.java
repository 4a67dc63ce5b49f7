package io.wattledger.billing.document;

import io.wattledger.billing.account.CheckDigits;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules of our own, for what the official ones let pass although it is wrong. They accept VAT that is off by 0.99
 * (BR-CO-17 has a tolerance), a missing due date (BR-CO-25 was removed), an IBAN that no bank has, any amount of a
 * foreign tax currency, and a Norwegian invoice without its VAT number where the register note stands in (BR-S-02).
 */
public final class HouseRules {

    /** Name and version of these rules; a new version whenever one changes. */
    public static final String RULE_SET = "io.wattledger:house-rules:1";

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
        rules.taxCurrency();
        rules.parties();
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
            Money net = line.amount().net();
            require(
                    "X-LINE-NET",
                    Money.rounded(unrounded, net.currency()).equals(net),
                    place,
                    "the net amount " + text(net) + " is not " + unrounded.toPlainString() + " rounded");
            require(
                    "X-LINE-PERIOD",
                    !line.chargePeriod()
                                    .start()
                                    .isBefore(invoice.heading().period().start())
                            && !line.chargePeriod()
                                    .end()
                                    .isAfter(invoice.heading().period().end()),
                    place,
                    "the charges lie outside the invoice's period");
        }
    }

    private void vatBreakdown() {
        Map<VatTreatment, BigDecimal> taxable = new LinkedHashMap<>();
        invoice.lines()
                .forEach(line -> taxable.merge(line.vat(), line.amount().net().amount(), BigDecimal::add));
        Map<VatTreatment, BigDecimal> stated = new LinkedHashMap<>();
        for (VatSubtotal subtotal : invoice.vatBreakdown()) {
            stated.merge(subtotal.vat(), subtotal.taxable().amount(), BigDecimal::add);
            BigDecimal tax = subtotal.taxable()
                    .amount()
                    .multiply(subtotal.vat().ratePercent())
                    .movePointLeft(PERCENT_DIGITS)
                    .setScale(subtotal.tax().amount().scale(), RoundingMode.HALF_UP);
            require(
                    "X-VAT",
                    tax.compareTo(subtotal.tax().amount()) == 0,
                    "BT-117",
                    "VAT of " + text(subtotal.taxable()) + " at "
                            + subtotal.vat().ratePercent().toPlainString() + " per cent is " + tax.toPlainString()
                            + ", not " + text(subtotal.tax()));
        }
        require("X-VAT-BASE", taxable.equals(stated), "BG-23", "the breakdown does not add up the lines per treatment");
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
        require(
                "X-SUM-NET",
                totals.withoutVat().equals(lines),
                "BT-109",
                "is not the sum of the lines, " + text(lines));
        require("X-SUM-VAT", totals.vat().equals(vat), "BT-110", "is not the sum of the breakdown, " + text(vat));
        Money withVat = totals.withoutVat().plus(totals.vat());
        require("X-SUM-GROSS", totals.withVat().equals(withVat), "BT-112", "is not net plus VAT, " + text(withVat));
        require("X-SUM-PAYABLE", totals.payable().equals(withVat), "BT-115", "is not net plus VAT, " + text(withVat));
    }

    /** Norwegian VAT must be stated in kroner, British in sterling; the invoice holds no rate to convert it by. */
    private void taxCurrency() {
        boolean foreign =
                !invoice.seller().accountingCurrency().equals(invoice.heading().currency());
        require(
                "X-TAX-CURRENCY",
                !foreign || invoice.totals().vat().amount().signum() == 0,
                "BT-111",
                "VAT is due in " + invoice.seller().accountingCurrency() + " and the invoice in "
                        + invoice.heading().currency() + " does not state it there; bill this contract in "
                        + invoice.seller().accountingCurrency());
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
        var address = invoice.buyer().electronicAddress();
        if (address != null && address.scheme().equals(LEITWEG_SCHEME)) {
            require(
                    "X-LEITWEG",
                    CheckDigits.leitweg(address.id()),
                    "BT-49",
                    "the check digits of " + address.id() + " are wrong");
        }
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
