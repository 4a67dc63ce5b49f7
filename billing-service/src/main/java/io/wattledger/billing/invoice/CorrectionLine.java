package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line that corrects another.
 *
 * @param line as it stands on an invoice; on a credit note it stands with the opposite sign
 * @param names the line that it corrects
 * @param key what it bills, as {@link LineKey#text}
 * @param effect what it adds to what the tenant owes without VAT
 */
public record CorrectionLine(InvoiceLine line, CorrectedLine names, String key, Money effect) {

    private static final UsageFacts NO_USAGE = new UsageFacts(0, 0, 0, BigDecimal.ZERO);

    /** Which part of a difference a line is. */
    enum Place {
        /** All of it. */
        ONLY,
        /** The first of several, which shows how the usage has changed. */
        FIRST,
        /** Another one, which is money alone: one piece. */
        PIECE,
        /** Another one as it was stated before, with the whole quantity once more. */
        ONCE_MORE;

        /**
         * The place of a part.
         *
         * @param index from 0
         * @param parts how many there are
         */
        static Place of(int index, int parts, Set<StatingRule> rules) {
            if (index == 0) {
                return parts == 1 ? ONLY : FIRST;
            }
            return withoutUsage(rules);
        }

        /** The place of what moves money and no usage. */
        static Place withoutUsage(Set<StatingRule> rules) {
            return rules.contains(StatingRule.A_DIFFERENCE_IS_STATED_ONCE) ? PIECE : ONCE_MORE;
        }
    }

    /**
     * A line for a part of a difference.
     *
     * @param place whether this part shows how the usage has changed
     */
    static CorrectionLine of(
            int number, RevisedLine revised, CorrectedLine names, Money amount, VatTreatment vat, Place place) {
        InvoiceLine shape = revised.shape();
        BigDecimal unrounded = place == Place.ONLY && revised.isWhole()
                ? LineSum.plain(unrounded(revised.is()).subtract(unrounded(revised.was())))
                : amount.amount();
        // Further revisions start from what was billed, so an unrounded difference that is not this amount's is no use.
        BigDecimal stated = Money.rounded(unrounded, amount.currency())
                                .minus(amount)
                                .amount()
                                .abs()
                                .compareTo(amount.amount().ulp())
                        <= 0
                ? unrounded
                : amount.amount();
        InvoiceLine line = new InvoiceLine(
                number,
                shape.item()
                        .describedAs(names.told(
                                CorrectedLine.Purpose.CORRECTION, shape.item().description())),
                place == Place.PIECE
                        ? InvoicedQuantity.of(BigDecimal.ONE, ChargeUnit.ONE, stated, amount, null)
                        : quantity(revised, amount, stated),
                new LineAmount(amount, stated),
                vat,
                shape.chargePeriod(),
                place == Place.ONLY || place == Place.FIRST ? difference(revised) : NO_USAGE,
                shape.provenance().correcting(names));
        return new CorrectionLine(line, names, revised.key().text(), amount);
    }

    /**
     * A line for what a discount takes off a month more or less than it was billed.
     *
     * @param effect above zero where it takes less
     * @param names where the discount stands: the month's invoice, or a line of a later one
     * @param month the month's invoice
     */
    static CorrectionLine ofDiscount(
            int number, AmountOff discount, Money effect, CorrectedLine names, Invoice month, VatTreatment vat) {
        LineItem item = across(
                LineItem.DISCOUNT + discount.discount(),
                names,
                discount.words(),
                effect.signum() > 0 ? "not taken off any more" : "taken off");
        return across(number, item, effect, names, month, vat);
    }

    /**
     * A line for what a promotional credit has paid of an invoice and gets back.
     *
     * @param credit as a document tells it
     * @param back what it gets back, above zero
     */
    static CorrectionLine ofCredit(
            int number, ContractMoney.CreditDrawn credit, Money back, Invoice invoice, VatTreatment vat) {
        CorrectedLine names = new CorrectedLine(invoice.heading().number(), null);
        LineItem item = across(LineItem.CREDIT + credit.id(), names, credit.words(), "given back to the credit");
        return across(number, item, back, names, invoice, vat);
    }

    private static LineItem across(String component, CorrectedLine names, String words, String what) {
        return new LineItem(
                RatedUsage.ALL,
                RatedUsage.ALL,
                RatedUsage.ALL,
                RatedUsage.ALL,
                words,
                component,
                ChargeKind.FEE,
                names.told(CorrectedLine.Purpose.CORRECTION, words + ", " + what));
    }

    private static CorrectionLine across(
            int number, LineItem item, Money effect, CorrectedLine names, Invoice month, VatTreatment vat) {
        BillingPeriod period = month.heading().period();
        InvoiceLine line = new InvoiceLine(
                number,
                item,
                InvoicedQuantity.of(BigDecimal.ONE, ChargeUnit.ONE, effect.amount(), effect, null),
                new LineAmount(effect, effect.amount()),
                vat,
                new ChargePeriod(period.start(), period.end(), period.firstDay(), period.lastDay()),
                NO_USAGE,
                new Provenance(month.references().contract(), List.of(), List.of(), 0).correcting(names));
        return new CorrectionLine(line, names, item.component(), effect);
    }

    /** The line as it stands on a credit note: what it takes back, as a positive amount. */
    InvoiceLine taken() {
        LineQuantity quantity = line.quantity();
        return new InvoiceLine(
                line.number(),
                line.item(),
                new LineQuantity(
                        quantity.exact(),
                        quantity.unit(),
                        quantity.invoiced().negate(),
                        quantity.invoicedUnitPrice(),
                        quantity.averageUnitPrice() == null
                                ? null
                                : quantity.averageUnitPrice().negate()),
                new LineAmount(
                        line.amount().net().negated(), line.amount().unrounded().negate()),
                line.vat(),
                line.chargePeriod(),
                line.facts().negated(),
                line.provenance());
    }

    /** The same line at another place. */
    public CorrectionLine at(int number) {
        return new CorrectionLine(
                new InvoiceLine(
                        number,
                        line.item(),
                        line.quantity(),
                        line.amount(),
                        line.vat(),
                        line.chargePeriod(),
                        line.facts(),
                        line.provenance()),
                names,
                key,
                effect);
    }

    /**
     * The quantity that has come or gone, at its price; where the price is what has changed, the whole quantity at the
     * difference of the prices.
     */
    private static LineQuantity quantity(RevisedLine revised, Money amount, BigDecimal unrounded) {
        BigDecimal difference = Revision.quantity(revised.is()).subtract(Revision.quantity(revised.was()));
        boolean explains = difference.signum() != 0 && (amount.signum() == 0 || difference.signum() == amount.signum());
        BigDecimal whole = Revision.quantity(revised.is()).signum() != 0
                ? Revision.quantity(revised.is())
                : Revision.quantity(revised.was());
        InvoiceLine shape = revised.shape();
        return InvoicedQuantity.of(
                explains ? difference.abs() : whole.abs(),
                shape.quantity().unit(),
                unrounded,
                amount,
                explains ? shape.quantity().invoicedUnitPrice() : null);
    }

    private static UsageFacts difference(RevisedLine revised) {
        UsageFacts difference = facts(revised.is()).plus(facts(revised.was()).negated());
        return new UsageFacts(
                        difference.milliGpuSeconds(),
                        difference.itMillijoules(),
                        difference.estimatedMillijoules(),
                        LineSum.plain(difference.facilityKilowattHours()))
                .withEstimated(difference.estimatedTime())
                .withStandIns(difference.standIns())
                .emitting(revised.shape().facts().emission());
    }

    private static UsageFacts facts(@Nullable InvoiceLine line) {
        return line == null ? NO_USAGE : line.facts();
    }

    private static BigDecimal unrounded(@Nullable InvoiceLine line) {
        return line == null ? BigDecimal.ZERO : line.amount().unrounded();
    }
}
