package io.wattledger.billing.contract;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A discount that a tenant has been promised.
 *
 * @param id unique within the account
 * @param words as agreed; invoices print them (BT-97, BT-139)
 * @param reduction how much it takes off
 * @param on of which charges
 * @param scope for which contracts and months
 * @param cap the most that it takes off in all its months, in the currency of its contracts; absent where there is none
 * @param commitment id of a minimum commitment: only what is drawn from that is reduced; absent where all is
 * @param reasonCode UNTDID 5189 (BT-98, BT-140); absent for {@link #USUAL_REASON}
 */
public record Discount(
        String id,
        String words,
        Reduction reduction,
        ChargeSelection on,
        Scope scope,
        @Nullable BigDecimal cap,
        @Nullable String commitment,
        @Nullable String reasonCode) {

    /** UNTDID 5189 code of a discount. */
    public static final String USUAL_REASON = "95";

    /** The code that invoices state. */
    public String statedReasonCode() {
        return Objects.requireNonNullElse(reasonCode, USUAL_REASON);
    }

    /**
     * Where and when a discount holds.
     *
     * @param contracts ids of the contracts
     * @param firstMonth first billing month
     * @param untilMonth first billing month in which it no longer holds; absent while it runs on
     */
    public record Scope(
            List<String> contracts,
            YearMonth firstMonth,
            @Nullable YearMonth untilMonth) {

        /** Copies the list. */
        public Scope {
            contracts = List.copyOf(contracts);
        }

        /** Whether it holds for a contract's month. */
        public boolean covers(String contract, YearMonth month) {
            return contracts.contains(contract)
                    && !month.isBefore(firstMonth)
                    && (untilMonth == null || month.isBefore(untilMonth));
        }
    }
}
