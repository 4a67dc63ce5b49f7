package io.wattledger.billing.invoice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an issued month that became cheaper gives back to promotional credits on the next invoice: what its documents would give
 * back by credit notes, but for what became dearer, of which the credit would have paid as much. The next invoice may draw it
 * again like anything else that is left of a credit.
 *
 * @param billed what is left of its invoice, and of those that have billed more of it since, the oldest first
 */
public record CreditsGivenBack(List<Remainder> billed) {

    /** Copies the list. */
    public CreditsGivenBack {
        billed = List.copyOf(billed);
    }

    /** The lines of the next invoice that correct the month, numbered from {@code first}, and then those that give back. */
    public List<CorrectionLine> adjustments(List<CorrectionLine> lines, int first) {
        List<CorrectionLine> result = new ArrayList<>(lines);
        Money dearer = dearer(lines);
        for (Remainder document : billed) {
            for (ContractMoney.CreditDrawn credit : returned(document, lines)) {
                Money back = credit.drawn().negated();
                Money stays = AcrossLines.least(back, dearer);
                dearer = dearer.minus(stays);
                if (back.minus(stays).signum() > 0) {
                    result.add(CorrectionLine.ofCredit(
                            first + result.size(),
                            credit,
                            back.minus(stays),
                            document.invoice(),
                            document.invoice().allowances().getLast().vat()));
                }
            }
        }
        return result;
    }

    /** What a document would give back to promotional credits by a credit note. */
    private List<ContractMoney.CreditDrawn> returned(Remainder document, List<CorrectionLine> lines) {
        String number = document.invoice().heading().number();
        Map<Integer, Money> taken = new HashMap<>();
        Map<String, Money> kept = new HashMap<>();
        for (int i = 0; i < document.across().discounts().size(); i++) {
            kept.put(
                    document.across().discounts().get(i),
                    document.across().allowances().get(i));
        }
        for (CorrectionLine line : lines) {
            Integer named = line.names().line();
            String discount = line.line().item().discount();
            if (line.names().number().equals(number)
                    && named != null
                    && line.effect().signum() < 0) {
                taken.merge(named, line.effect().negated(), Money::plus);
            } else if (line.names().number().equals(number)
                    && discount != null
                    && line.effect().signum() > 0) {
                kept.computeIfPresent(discount, (id, money) -> money.minus(line.effect()));
            }
        }
        ContractMoney told = new ReturnedMoney(document, document.revised(taken, kept)).told();
        return told == null
                ? List.of()
                : told.credits().stream()
                        .filter(one -> one.kind() == CreditKind.PROMOTIONAL)
                        .toList();
    }

    /** What became dearer, less what discounts take of it. */
    private Money dearer(List<CorrectionLine> lines) {
        Money dearer = Money.zero(billed.getFirst().invoice().heading().currency());
        for (CorrectionLine line : lines) {
            boolean discount = line.line().item().discount() != null;
            boolean counts =
                    discount ? line.effect().signum() < 0 : line.effect().signum() > 0;
            dearer = counts ? dearer.plus(line.effect()) : dearer;
        }
        return dearer.signum() < 0 ? Money.zero(dearer.currency()) : dearer;
    }
}
