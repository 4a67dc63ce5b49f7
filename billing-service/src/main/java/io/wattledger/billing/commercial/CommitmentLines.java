package io.wattledger.billing.commercial;

import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which lines of an issued invoice belong to which commitment, counting or not: what does not count is overage. */
public final class CommitmentLines {

    private CommitmentLines() {}

    /**
     * Numbers of lines by the id of the commitment that they belong to.
     *
     * @param basis from which the invoice was computed
     */
    public static Map<String, List<Integer>> of(Invoice invoice, CommercialBasis basis) {
        Map<String, List<Integer>> belonging = new TreeMap<>();
        LineTerms terms = new LineTerms(basis, Money.zero(invoice.heading().currency()));
        for (InvoiceLine line : invoice.lines()) {
            if (!billsShortfall(invoice.totals().money(), line.number())) {
                terms.commitmentOf(line)
                        .ifPresent(one -> belonging
                                .computeIfAbsent(one.commitment().id(), id -> new ArrayList<>())
                                .add(line.number()));
            }
        }
        return belonging;
    }

    private static boolean billsShortfall(@Nullable ContractMoney money, int line) {
        return money != null
                && money.commitments().stream()
                        .anyMatch(one -> Integer.valueOf(line).equals(one.shortfallLine()));
    }
}
