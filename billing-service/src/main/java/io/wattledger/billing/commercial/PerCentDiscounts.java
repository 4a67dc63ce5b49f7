package io.wattledger.billing.commercial;

import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.ContractMoney.DiscountRevised;
import io.wattledger.billing.invoice.ContractMoney.DiscountTaken;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What discounts in per cent take of an issued month. It is in the amounts of lines; its documents tell it beside them: the
 * month's invoice what they take, and each correction what they take more or less.
 */
public final class PerCentDiscounts {

    private PerCentDiscounts() {}

    /** Whether any holds for the month of which this is the basis. */
    public static boolean hold(CommercialBasis basis) {
        return of(basis).findAny().isPresent();
    }

    /**
     * What documents tell that each takes of a month, by its id; one that takes nothing is left out.
     *
     * @param basis from which discounts, commitments and credits of the month were computed
     * @param month its invoice
     * @param corrections what has corrected it since
     */
    public static SortedMap<String, Money> told(CommercialBasis basis, Invoice month, Collection<Invoice> corrections) {
        SortedMap<String, Money> told = new TreeMap<>();
        List<String> ids = of(basis).map(Discount::id).toList();
        ContractMoney billed = month.totals().money();
        for (DiscountTaken one : billed == null ? List.<DiscountTaken>of() : billed.discounts()) {
            add(told, ids, one.id(), one.taken());
        }
        for (Invoice correction : corrections) {
            ContractMoney money = correction.totals().money();
            for (DiscountRevised one : money == null ? List.<DiscountRevised>of() : money.discountsRevised()) {
                if (one.invoice().equals(month.heading().number())) {
                    add(told, ids, one.id(), one.taken());
                }
            }
        }
        told.values().removeIf(taken -> taken.signum() == 0);
        return told;
    }

    /**
     * What each takes more of a month, or below zero less, than its documents tell; none where that is not known.
     *
     * @param anew the month as its charges are now, with everything applied
     * @param basis from what it was applied
     * @param month number of its invoice
     */
    public static List<DiscountRevised> revised(InvoiceDraft anew, CommercialBasis basis, String month) {
        SortedMap<String, Money> told = basis.before().ofMonth();
        if (told == null) {
            return List.of();
        }
        Money nothing = Money.zero(anew.billable().currency());
        ContractMoney money = anew.totals().money();
        List<DiscountRevised> revised = new ArrayList<>();
        for (Discount discount : of(basis).toList()) {
            Money taken = nothing;
            for (DiscountTaken one : money == null ? List.<DiscountTaken>of() : money.discounts()) {
                taken = one.id().equals(discount.id()) ? taken.plus(one.taken()) : taken;
            }
            Money more = taken.minus(told.getOrDefault(discount.id(), nothing));
            if (more.signum() != 0) {
                revised.add(new DiscountRevised(month, discount.id(), discount.words(), more));
            }
        }
        return revised;
    }

    /** What the documents of a month tell of them, out of what they tell of all discounts. */
    static SortedMap<String, Money> of(CommercialBasis basis, DiscountsStanding standing) {
        SortedMap<String, Money> told = new TreeMap<>(standing.ofMonth());
        told.keySet().retainAll(of(basis).map(Discount::id).toList());
        return told;
    }

    private static Stream<Discount> of(CommercialBasis basis) {
        return basis.discounts().filter(discount -> discount.reduction() instanceof Reduction.PerCent);
    }

    private static void add(SortedMap<String, Money> told, List<String> ids, String id, Money taken) {
        if (ids.contains(id)) {
            told.merge(id, taken, Money::plus);
        }
    }
}
