package io.wattledger.billing.invoice;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Allowances (BG-20) of an invoice that stand on a credit note, since the lines left do not bear them any more. Those of promotional
 * credits are of the credits that get something back, and of each together never more than it has taken off the invoice.
 */
final class AllowancesGivenBack {

    private final Invoice invoice;
    private final List<Money> gone = new ArrayList<>();
    private final List<CreditLeft> promotional;

    private AllowancesGivenBack(Remainder before, Remainder after) {
        this.invoice = before.invoice();
        List<Money> had = before.across().allowances();
        for (int i = 0; i < had.size(); i++) {
            gone.add(had.get(i).minus(after.across().allowances().get(i)));
        }
        List<CreditLeft> credits = before.across().credits();
        this.promotional = credits == null
                ? List.of()
                : credits.stream()
                        .filter(one -> one.kind() == CreditKind.PROMOTIONAL && one.states() != null)
                        .toList();
    }

    /**
     * The allowances that have gone; their reductions are amounts, not percentages.
     *
     * @param told what goes back; absent where nothing does
     */
    static List<DocumentAllowance> between(Remainder before, Remainder after, @Nullable ContractMoney told) {
        AllowancesGivenBack given = new AllowancesGivenBack(before, after);
        given.nameCredits(told);
        return given.stated();
    }

    /** What has gone of promotional credits is that of those to which it goes back, and then what they do not pay any more. */
    private void nameCredits(@Nullable ContractMoney told) {
        int first = gone.size() - promotional.size();
        Money nothing = Money.zero(invoice.heading().currency());
        Money open = nothing;
        for (Money one : gone.subList(first, gone.size())) {
            open = open.plus(one);
        }
        List<Money> named = new ArrayList<>(gone);
        for (int i = gone.size() - 1; i >= first; i--) {
            Money back =
                    AcrossLines.least(open, backTo(promotional.get(i - first).id(), told, nothing));
            named.set(i, back);
            open = open.minus(back);
        }
        for (int i = gone.size() - 1; i >= first; i--) {
            CreditLeft credit = promotional.get(i - first);
            Money states = credit.states();
            Money back = AcrossLines.least(open, states == null ? nothing : AcrossLines.less(states, credit.pays()));
            named.set(i, named.get(i).plus(back));
            open = open.minus(back);
        }
        if (open.signum() == 0) {
            gone.clear();
            gone.addAll(named);
        }
    }

    private static Money backTo(String credit, @Nullable ContractMoney told, Money nothing) {
        return told == null
                ? nothing
                : told.credits().stream()
                        .filter(one ->
                                one.kind() == CreditKind.PROMOTIONAL && one.id().equals(credit))
                        .map(one -> one.drawn().negated())
                        .reduce(nothing, Money::plus);
    }

    private List<DocumentAllowance> stated() {
        List<DocumentAllowance> back = new ArrayList<>();
        for (int i = 0; i < gone.size(); i++) {
            if (gone.get(i).signum() > 0) {
                DocumentAllowance one = invoice.allowances().get(i);
                Allowance was = one.allowance();
                back.add(new DocumentAllowance(
                        new Allowance(was.reasonCode(), was.reason(), gone.get(i), null, null), one.vat()));
            }
        }
        return back;
    }
}
