package io.wattledger.billing.flow;

import io.wattledger.billing.contract.Corrections;
import io.wattledger.billing.evidence.CorrectedMonth;
import io.wattledger.billing.invoice.ContractMoney.DiscountRevised;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What issued months that have changed since put on the next invoice, the oldest first: each is corrected with what those before
 * it have left of the caps of discounts.
 *
 * @param read the months as they were read
 * @param corrected the same months, each once those before it are corrected
 * @param lines lines of the next invoice
 * @param effects what these lines do to issued ones
 * @param revised what discounts in per cent take more or less of the months
 * @param taken what all discounts take more of the months, by their ids; below zero where they take less
 */
record Arrears(
        List<Past> read,
        List<Past> corrected,
        List<CorrectionLine> lines,
        List<LineEffect> effects,
        List<DiscountRevised> revised,
        Map<String, BigDecimal> taken) {

    /** None. */
    static final Arrears NONE = new Arrears(List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());

    /** Copies lists and map. */
    Arrears {
        read = List.copyOf(read);
        corrected = List.copyOf(corrected);
        lines = List.copyOf(lines);
        effects = List.copyOf(effects);
        revised = List.copyOf(revised);
        taken = Map.copyOf(taken);
    }

    /**
     * All that can be corrected now. Where the contract says that corrections are documents of their own, these are the months
     * whose invoices have not as much left to be credited.
     *
     * @param number of the next invoice
     * @param issueDate its date; it corrects nothing that is dated later
     * @param first number of the first line
     */
    static Arrears of(PeriodSituation.Unbilled unbilled, String number, LocalDate issueDate, int first) {
        boolean byThemselves = unbilled.agreement().contract().billing().corrections() == Corrections.CREDIT_NOTE;
        Arrears arrears = NONE;
        for (Past past : unbilled.arrears()) {
            if (past.obstacles(unbilled.now(), issueDate).isEmpty()) {
                Past then = past.after(arrears.taken);
                CorrectedMonth month = then.corrected();
                if (!byThemselves || then.split(month) == null) {
                    arrears = arrears.with(past, then, month, number, first);
                }
            }
        }
        return arrears;
    }

    private Arrears with(Past past, Past then, CorrectedMonth month, String number, int first) {
        List<CorrectionLine> more = month.adjustments(first + lines.size());
        Map<String, BigDecimal> takenThen = new HashMap<>(taken);
        for (CorrectionLine line : more) {
            String discount = line.line().item().discount();
            if (discount != null) {
                takenThen.merge(discount, line.effect().amount().negate(), BigDecimal::add);
            }
        }
        month.revised().forEach(one -> takenThen.merge(one.id(), one.taken().amount(), BigDecimal::add));
        return new Arrears(
                and(read, List.of(past)),
                and(corrected, List.of(then)),
                and(lines, more),
                and(
                        effects,
                        more.stream()
                                .map(line -> PeriodDecision.effect(number, line, past.number()))
                                .toList()),
                and(revised, month.revised()),
                takenThen);
    }

    private static <T> List<T> and(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** What the lines give back to credits, by their ids. */
    Map<String, Money> givenBack() {
        Map<String, Money> back = new HashMap<>();
        for (CorrectionLine line : lines) {
            String credit = line.line().item().credit();
            if (credit != null) {
                back.merge(credit, line.effect(), Money::plus);
            }
        }
        return back;
    }
}
