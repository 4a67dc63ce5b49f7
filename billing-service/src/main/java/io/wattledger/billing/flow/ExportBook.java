package io.wattledger.billing.flow;

import io.wattledger.billing.dunning.Reminder;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /** Hands over, by issue date and number, each document that a legal entity issued on some days. */
    void issuedIn(Connection connection, String legalEntity, Days days, Consumer<Issued> each) throws SQLException;

    /**
     * Hands over, by day, number and position, each entry that counts on one of some days and that no issued document made by
     * itself.
     */
    void entriesIn(Connection connection, String legalEntity, Days days, Consumer<Entered> each) throws SQLException;

    /** Hands over, by day, number and level, each reminder of some days. */
    void remindersIn(Connection connection, String legalEntity, Days days, Consumer<Reminded> each) throws SQLException;

    /**
     * Some days.
     *
     * @param from the first
     * @param to the last
     */
    record Days(LocalDate from, LocalDate to) {

        /** The days of calendar months. */
        public static Days of(YearMonth first, YearMonth last) {
            return new Days(first.atDay(1), last.atEndOfMonth());
        }
    }

    /**
     * An issued document.
     *
     * @param filed the document
     * @param owedBefore what was owed of the invoice that a credit note takes back, before it did; zero for an invoice
     * @param recordedAt when it was issued
     * @param bookedAt the rate that was kept for it at issue, or for the invoice that it takes back; absent where none was
     */
    record Issued(
            Filed filed,
            BigDecimal owedBefore,
            Instant recordedAt,
            @Nullable ExchangeRate bookedAt) {}

    /**
     * An entry of the ledger of an invoice.
     *
     * @param filed the invoice
     * @param entry what was entered
     * @param position of the entry in the ledger, from 1
     * @param owedBefore what was owed before it
     * @param recordedAt when it was entered
     * @param bookedAt the rate that was kept for the invoice at issue; absent where none was
     */
    record Entered(
            Filed filed,
            ReceivableEntry entry,
            int position,
            BigDecimal owedBefore,
            Instant recordedAt,
            @Nullable ExchangeRate bookedAt) {}

    /**
     * A reminder of an invoice.
     *
     * @param filed the invoice
     * @param reminder what it says
     * @param before what the one before it says; absent where it is the first
     * @param recordedAt when it was made
     * @param bookedAt the rate that was kept for the invoice at issue; absent where none was
     */
    record Reminded(
            Filed filed,
            Reminder reminder,
            @Nullable Reminder before,
            Instant recordedAt,
            @Nullable ExchangeRate bookedAt) {}

    /** Hands over the rated records of its own month from which an invoice was made, in order of their keys. */
    void usage(Connection connection, Filed invoice, Consumer<RatedUsage> each) throws SQLException;
}
