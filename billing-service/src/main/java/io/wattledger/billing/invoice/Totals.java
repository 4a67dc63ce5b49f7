package io.wattledger.billing.invoice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Document totals.
 *
 * @param lines BT-106, sum of the lines' net amounts (BR-CO-10)
 * @param withoutVat BT-109, the lines less the allowances (BR-CO-13)
 * @param vat BT-110, sum of the breakdown (BR-CO-14)
 * @param withVat BT-112 (BR-CO-15)
 * @param payable BT-115, with VAT less what was prepaid (BR-CO-16)
 * @param allowances BT-107, sum of the document's allowances (BR-CO-11); absent where there are none
 * @param inTaxCurrency BT-111; absent where VAT is accounted for in the invoice's own currency or none is charged
 * @param money what discounts, commitments and credits did; absent where they did nothing
 */
public record Totals(
        Money lines,
        Money withoutVat,
        Money vat,
        Money withVat,
        Money payable,
        @Nullable Money allowances,
        @Nullable TaxCurrencyTotal inTaxCurrency,
        @Nullable ContractMoney money) {

    /** Totals on which no discount, commitment or credit had a part. */
    public Totals(
            Money lines,
            Money withoutVat,
            Money vat,
            Money withVat,
            Money payable,
            @Nullable Money allowances,
            @Nullable TaxCurrencyTotal inTaxCurrency) {
        this(lines, withoutVat, vat, withVat, payable, allowances, inTaxCurrency, null);
    }

    /** Totals without allowances, with VAT in the invoice's own currency only. */
    public Totals(Money lines, Money withoutVat, Money vat, Money withVat, Money payable) {
        this(lines, withoutVat, vat, withVat, payable, null, null);
    }

    /** The same totals with VAT stated in another currency as well. */
    public Totals stating(@Nullable TaxCurrencyTotal total) {
        return new Totals(lines, withoutVat, vat, withVat, payable, allowances, total, money);
    }

    /**
     * The same totals explained, and settled as far as paid credits were drawn; a credit note as far as they get back
     * (BR-CO-16).
     */
    public Totals settling(ContractMoney explanation) {
        Money prepaid = explanation.prepaid();
        Money open = prepaid == null ? withVat : withVat.minus(prepaid);
        return new Totals(lines, withoutVat, vat, withVat, open, allowances, inTaxCurrency, explanation);
    }

    /** The same where discounts in per cent take more or less of earlier months. */
    Totals telling(List<ContractMoney.DiscountRevised> revised) {
        if (revised.isEmpty()) {
            return this;
        }
        return settling(
                money == null
                        ? new ContractMoney(List.of(), List.of(), List.of(), revised)
                        : new ContractMoney(money.discounts(), money.commitments(), money.credits(), revised));
    }

    /** BT-113, settled by paid credits; on a credit note what goes back to them; absent where it is nothing. */
    public @Nullable Money prepaid() {
        return money == null ? null : money.prepaid();
    }
}
