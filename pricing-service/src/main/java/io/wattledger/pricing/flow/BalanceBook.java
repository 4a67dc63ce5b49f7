package io.wattledger.pricing.flow;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sums of law 8, kept by whatever changes slots or rated days, in the same transaction. */
public interface BalanceBook {

    /**
     * GPU time in milli-GPU-seconds; that of all time may be more than 64 bits hold.
     *
     * @param received all that metering stated
     * @param rated what was published to billing, priced or not, also where nothing of it can be rated yet
     * @param open what falls under no contract and is not published
     * @param resting what has come to days that still run since they were rated last, and rests until they are rated again
     * @param pending what is received and nothing of the above because its day waits to be rated; with no day waiting this is
     *     0, or the books do not balance
     */
    record GpuTime(BigInteger received, BigInteger rated, BigInteger open, BigInteger resting, BigInteger pending) {

        /** What is left is pending. */
        public GpuTime(BigInteger received, BigInteger rated, BigInteger open, BigInteger resting) {
            this(
                    received,
                    rated,
                    open,
                    resting,
                    received.subtract(rated).subtract(open).subtract(resting));
        }
    }

    /** The books over all tenants that are visible or some, null standing for all, in the caller's transaction. */
    GpuTime gpuTime(Connection connection, @Nullable Set<String> tenants) throws SQLException;

    /**
     * Makes few rows of many, in transactions of its own. The sums are the same before and after, and read faster after.
     *
     * @return whether there may be more to do at once
     */
    boolean rollUp();
}
