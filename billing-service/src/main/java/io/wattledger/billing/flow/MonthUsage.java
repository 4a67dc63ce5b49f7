package io.wattledger.billing.flow;

import io.wattledger.billing.invoice.SummedUsage;
import io.wattledger.billing.invoice.UsageSum;
import io.wattledger.billing.period.HeldUsage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Currency;

/**
 * The rated usage of a span, of which the sums are kept and no record, however many there are.
 *
 * @param sums per line
 * @param held what of it holds up an invoice
 * @param mark the state in which it was read
 */
record MonthUsage(SummedUsage sums, HeldUsage held, ChargeLedger.Mark mark) {

    /** Reads it in the caller's transaction, to be billed in a currency. */
    static MonthUsage read(Connection connection, ChargeLedger ledger, UsageSpan span, Currency billed)
            throws SQLException {
        UsageSum sum = new UsageSum();
        HeldUsage held = new HeldUsage(billed);
        ChargeLedger.Mark mark = ledger.read(connection, span, usage -> {
            sum.add(usage);
            held.add(usage);
        });
        return new MonthUsage(sum.summed(), held, mark);
    }
}
