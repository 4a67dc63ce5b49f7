package io.wattledger.billing.flow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The sums of law 8, kept by whatever changes rated or invoiced usage, in the same transaction. */
public interface BalanceBook {

    /**
     * GPU time received, invoiced and open, in milli-GPU-seconds; received = invoiced + open. Of all time it may not fit 64 bits.
     *
     * @param received as rated now
     * @param invoiced as it was when invoiced
     * @param open what no invoice holds yet, including what changed since
     */
    record Balance(BigInteger received, BigInteger invoiced, BigInteger open) {

        /** A balance of figures that fit 64 bits. */
        public Balance(long received, long invoiced, long open) {
            this(BigInteger.valueOf(received), BigInteger.valueOf(invoiced), BigInteger.valueOf(open));
        }

        /** What is missing from the books; 0 unless something is broken. */
        public BigInteger difference() {
            return received.subtract(invoiced).subtract(open);
        }
    }

    /**
     * Usage of one start of charge period that no invoice of its contract holds.
     *
     * @param tenant the tenant
     * @param contract the contract it falls under
     * @param periodStart start of the charge periods
     * @param milliGpuSeconds GPU time not invoiced; negative where less was used than invoiced
     * @param amount unrounded amount not invoiced
     * @param currency of the amount
     * @param gaps stretches without a price
     */
    record OpenUsage(
            String tenant,
            String contract,
            Instant periodStart,
            BigInteger milliGpuSeconds,
            BigDecimal amount,
            String currency,
            long gaps) {}

    /** The balance over {@code tenants}, over all that are visible where none is named, in the caller's transaction. */
    Balance balance(Connection connection, Collection<String> tenants) throws SQLException;

    /** Open usage in no order, in the caller's transaction; what has neither time nor amount nor a gap is not there. */
    List<OpenUsage> open(Connection connection) throws SQLException;

    /**
     * Makes few rows of many, in transactions of its own. The sums are the same before and after, and read faster after.
     *
     * @return whether there may be more to do at once
     */
    boolean rollUp();
}
