package io.wattledger.billing.invoice;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How much of an issued invoice is to be given back. All amounts are without VAT, in the invoice's currency. */
public sealed interface CreditRequest {

    /** The same with every amount said, so that it means the same whatever is credited later. */
    default CreditRequest withAmounts(Remainder remainder) {
        return this;
    }

    /** All that is left: this is how an invoice is voided. */
    record InFull() implements CreditRequest {}

    /**
     * Some lines.
     *
     * @param amounts by number of the line, more than zero; without an amount all that is left of it
     */
    record ByLine(Map<Integer, @Nullable BigDecimal> amounts) implements CreditRequest {

        /** Copies the map. */
        public ByLine {
            amounts = new TreeMap<>(amounts);
        }

        @Override
        public CreditRequest withAmounts(Remainder remainder) {
            Map<Integer, @Nullable BigDecimal> said = new TreeMap<>();
            amounts.forEach((line, amount) -> said.put(
                    line, amount == null ? remainder.amountLeft(line).amount().abs() : amount));
            return new ByLine(said);
        }
    }

    /**
     * An amount, spread over all lines by what is left of each.
     *
     * @param amount more than zero
     */
    record ByAmount(BigDecimal amount) implements CreditRequest {}
}
