package io.wattledger.billing.commercial;

import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.AmountOff;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which allowances across lines (BG-20) are discounts of an amount; those that follow them are promotional credits. */
public final class AmountDiscounts {

    private AmountDiscounts() {}

    /**
     * Ids of the discounts that the first allowances of an issued invoice are, in their order.
     *
     * @param basis from which discounts, commitments and credits of the invoice were computed; absent where it had none
     */
    public static List<String> of(Invoice invoice, @Nullable CommercialBasis basis) {
        ContractMoney money = invoice.totals().money();
        return money == null ? List.of() : ids(money, invoice.allowances(), basis);
    }

    /** Whether discounts of an amount hold for the month of which this is the basis. */
    public static boolean hold(CommercialBasis basis) {
        return basis.discounts().anyMatch(discount -> discount.reduction() instanceof Reduction.Amount);
    }

    /** What each takes off a draft to which everything was applied, in the order of taking. */
    public static List<AmountOff> taken(InvoiceDraft applied, CommercialBasis basis) {
        ContractMoney money = applied.totals().money();
        List<AmountOff> taken = new ArrayList<>();
        if (money != null) {
            List<String> ids = ids(money, applied.allowances(), basis);
            for (int i = 0; i < ids.size(); i++) {
                Allowance allowance = applied.allowances().get(i).allowance();
                taken.add(new AmountOff(ids.get(i), allowance.reason(), allowance.reasonCode(), allowance.amount()));
            }
        }
        return taken;
    }

    /** They are told after those in per cent were left out, in the order of their allowances, and before prices of overage. */
    private static List<String> ids(
            ContractMoney money, List<DocumentAllowance> allowances, @Nullable CommercialBasis basis) {
        long promotions = money.credits().stream()
                .filter(credit -> credit.kind() == CreditKind.PROMOTIONAL
                        && credit.drawn().signum() > 0)
                .count();
        Set<String> inPerCent = basis == null
                ? Set.of()
                : basis.terms().discounts().stream()
                        .filter(discount -> discount.reduction() instanceof Reduction.PerCent)
                        .map(Discount::id)
                        .collect(Collectors.toSet());
        return money.discounts().stream()
                .map(ContractMoney.DiscountTaken::id)
                .filter(id -> !inPerCent.contains(id))
                .limit(allowances.size() - promotions)
                .toList();
    }
}
