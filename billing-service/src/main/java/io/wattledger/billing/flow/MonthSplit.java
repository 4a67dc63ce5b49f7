package io.wattledger.billing.flow;

import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.invoice.BillingPeriod;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/**
 * Into which documents a contract's month goes: as it was begun where one of them is issued, else as the contract says.
 *
 * @param split how
 * @param documents in the order in which they are issued
 */
record MonthSplit(InvoiceSplit split, List<DocumentGroup> documents) {

    MonthSplit {
        documents = List.copyOf(documents);
    }

    /** Finds out; {@code key} may be of any document of the month. */
    static MonthSplit of(
            Connection connection,
            InvoiceBook invoices,
            ChargeLedger ledger,
            PeriodKey key,
            Contract contract,
            BillingPeriod period)
            throws SQLException {
        InvoiceSplit split =
                invoices.split(connection, key).orElse(contract.billing().split(key.month()));
        return of(connection, ledger, key, split, period);
    }

    /** The documents of a month that is split so. */
    static MonthSplit of(
            Connection connection, ChargeLedger ledger, PeriodKey key, InvoiceSplit split, BillingPeriod period)
            throws SQLException {
        SortedSet<String> used = split.mode() == InvoiceSplit.Mode.PER_PROJECT
                ? ledger.projects(connection, UsageSpan.of(key, period.of(null)))
                : Collections.emptySortedSet();
        return new MonthSplit(split, split.documents(used));
    }

    /** Whether the month has a document of that name now. */
    boolean has(String name) {
        return documents.stream().anyMatch(document -> document.name().equals(name));
    }
}
