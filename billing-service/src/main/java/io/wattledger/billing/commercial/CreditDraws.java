package io.wattledger.billing.commercial;

import io.wattledger.billing.invoice.ContractMoney.CreditDrawn;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.Money;
import java.util.ArrayList;
import java.util.List;

/** Draws from credits, the oldest expiring first, never more than each has. */
final class CreditDraws {

    private CreditDraws() {}

    /** What is drawn to cover {@code amount} as far as the credits of one kind go. */
    static List<CreditDrawn> cover(Money amount, CreditKind kind, CommercialBasis basis) {
        List<CreditDrawn> draws = new ArrayList<>();
        Money open = amount;
        List<AvailableCredit> usable = basis.before().credits().stream()
                .filter(credit ->
                        credit.kind() == kind && credit.balance().currency().equals(amount.currency()))
                .sorted(AvailableCredit.ORDER)
                .toList();
        for (AvailableCredit credit : usable) {
            Money drawn = lesser(open, credit.usableOn(basis.issueDate()));
            if (drawn.signum() > 0) {
                draws.add(new CreditDrawn(
                        credit.id(), kind, credit.words(), credit.balance(), drawn, credit.expiresOn()));
                open = open.minus(drawn);
            }
        }
        return draws;
    }

    /** The lesser of two amounts of one currency. */
    static Money lesser(Money one, Money other) {
        return one.minus(other).signum() <= 0 ? one : other;
    }

    static Money sum(List<CreditDrawn> draws, Money nothing) {
        return draws.stream().map(CreditDrawn::drawn).reduce(nothing, Money::plus);
    }
}
