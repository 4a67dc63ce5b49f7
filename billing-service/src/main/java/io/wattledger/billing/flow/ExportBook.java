package io.wattledger.billing.flow;

import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.contracts.message.RatedUsage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Reads what was issued for exports that may be longer than memory: one thing after the other, none kept. Each method works
 * inside the caller's transaction.
 */
public interface ExportBook {

    /**
     * A document and when it was recorded, which may be another day than the date that it bears.
     *
     * @param filed the document
     * @param at while the row of its series was locked
     */
    record Recorded(Filed filed, Instant at) {}

    /**
     * Hands over, in order of month, tenant and number, each invoice of {@code months} and each document that corrects a
     * month before the last of them, and each invoice that was recorded after its month was closed. No tenant means all that
     * are visible.
     */
    void documents(
            Connection connection, Collection<YearMonth> months, Collection<String> tenants, Consumer<Recorded> each)
            throws SQLException;

    /** Hands over, by issue date and number, each document that a legal entity issued in a calendar month. */
    void issuedIn(Connection connection, String legalEntity, YearMonth month, Consumer<Filed> each) throws SQLException;

    /**
     * Hands over, by day, number and position, each entry that counts in a calendar month and that no issued document
     * made by itself.
     */
    void entriesIn(Connection connection, String legalEntity, YearMonth month, Consumer<Entered> each)
            throws SQLException;

    /**
     * An entry of the ledger of an invoice.
     *
     * @param filed the invoice
     * @param entry what was entered
     * @param position of the entry in the ledger, from 1
     */
    record Entered(Filed filed, ReceivableEntry entry, int position) {}

    /** Hands over the rated records of its own month from which an invoice was made, in order of their keys. */
    void usage(Connection connection, Filed invoice, Consumer<RatedUsage> each) throws SQLException;
}
