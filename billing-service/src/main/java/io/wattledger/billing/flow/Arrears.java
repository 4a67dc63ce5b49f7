package io.wattledger.billing.flow;

import io.wattledger.billing.contract.Corrections;
import io.wattledger.billing.evidence.CorrectedMonth;
import io.wattledger.billing.invoice.ContractMoney.DiscountRevised;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What issued months that have changed since put on the next invoice, the oldest first: each is corrected with what those before
 * it have left of the caps of discounts.
 */
final class Arrears {

    /** None. */
    static final Arrears NONE = new Arrears();

    private final List<Past> read = new ArrayList<>();
    private final List<Past> corrected = new ArrayList<>();
    private final List<CorrectionLine> lines = new ArrayList<>();
    private final List<LineEffect> effects = new ArrayList<>();
    private final List<DiscountRevised> revised = new ArrayList<>();
    private final Map<String, BigDecimal> taken = new HashMap<>();

    private Arrears() {}

    /**
     * All that can be corrected now.
     *
     * @param number of the next invoice
     * @param first number of the first line
     */
    static Arrears of(PeriodSituation.Unbilled unbilled, String number, int first) {
        Corrections corrections = unbilled.agreement().contract().billing().corrections();
        Arrears arrears = new Arrears();
        for (Past past : unbilled.arrears()) {
            if (past.obstacles(unbilled.now()).isEmpty()) {
                Past then = past.after(arrears.taken);
                CorrectedMonth month = then.corrected();
                if (corrections != Corrections.CREDIT_NOTE || month.revision().split() == null) {
                    arrears.read.add(past);
                    arrears.corrected.add(then);
                    arrears.add(month, number, past.number(), first);
                }
            }
        }
        return arrears;
    }

    private void add(CorrectedMonth month, String number, String root, int first) {
        for (CorrectionLine line : month.adjustments(first + lines.size())) {
            lines.add(line);
            effects.add(PeriodDecision.effect(number, line, root));
            String discount = line.line().item().discount();
            if (discount != null) {
                taken.merge(discount, line.effect().amount().negate(), BigDecimal::add);
            }
        }
        for (DiscountRevised one : month.revised()) {
            revised.add(one);
            taken.merge(one.id(), one.taken().amount(), BigDecimal::add);
        }
    }

    /** The months as they were read. */
    List<Past> read() {
        return read;
    }

    /** The same months, each once those before it are corrected. */
    List<Past> corrected() {
        return corrected;
    }

    /** Lines of the next invoice. */
    List<CorrectionLine> lines() {
        return lines;
    }

    /** What these lines do to issued ones. */
    List<LineEffect> effects() {
        return effects;
    }

    /** What discounts in per cent take more or less of the months. */
    List<DiscountRevised> revised() {
        return revised;
    }

    /** What all discounts take more of the months, by their ids; below zero where they take less. */
    Map<String, BigDecimal> taken() {
        return taken;
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
