package io.wattledger.billing.flow;

import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.chassis.tenancy.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;

/** Keeps the ledger of each invoice; entries are only ever added. Each method works inside the caller's transaction. */
public interface ReceivableBook {

    /**
     * Who enters, and when.
     *
     * @param by a person's name, or the run or import that does it
     * @param at when
     */
    record Recorded(String by, Instant at) {}

    /** The ledger of an invoice; empty where there is none, as for credit notes. */
    Optional<Receivable> receivable(Connection connection, String number) throws SQLException;

    /**
     * Adds an entry. The caller holds the lock of the invoice's contract, so that nobody else enters at the same time.
     *
     * @param position counts the entries of the invoice from 1
     */
    void append(Writes writes, String tenant, String number, int position, ReceivableEntry entry, Recorded recorded);

    /**
     * Keeps by which rate an invoice is booked that states none: the newest that is known now of those that may be used on its issue
     * date. Where none is known, none is kept.
     *
     * @param books the currency of the books, another one than the invoice's
     */
    void keepRate(Writes writes, String tenant, Heading invoice, Currency books);
}
