package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.period.PeriodState;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps periods, series, invoices and documents. Each method works inside the caller's transaction. */
public interface InvoiceBook {

    /**
     * An invoice to be issued.
     *
     * @param key whose, for what month
     * @param seriesPosition the position in the series that its number stands for
     * @param invoice the invoice
     * @param documents its documents, all kinds
     * @param run id of the run that issues it
     * @param accountRevision revision of the account it was made from
     * @param ruleSet the rules by which it was found valid
     * @param recordedAt when
     */
    record Issue(
            PeriodKey key,
            long seriesPosition,
            Invoice invoice,
            List<InvoiceDocument> documents,
            String run,
            long accountRevision,
            String ruleSet,
            Instant recordedAt) {}

    /**
     * An issued invoice in short.
     *
     * @param tenant whom it bills
     * @param number its number
     * @param legalEntity who issued it
     * @param contract id of the contract
     * @param month billing month
     * @param dates issue and due date
     * @param amounts totals
     * @param documents hash by kind
     */
    record Summary(
            String tenant,
            String number,
            String legalEntity,
            String contract,
            YearMonth month,
            Dates dates,
            Amounts amounts,
            List<DocumentHash> documents) {}

    /** When an invoice was issued and is due. */
    record Dates(LocalDate issueDate, LocalDate dueDate) {}

    /** Totals of an invoice at the currency's minor digits. */
    record Amounts(String currency, BigDecimal net, BigDecimal tax, BigDecimal payable) {}

    /** A stored document by its hash. */
    record DocumentHash(DocumentKind kind, String sha256) {}

    /** After which invoice a page begins. */
    record Position(String tenant, String number) {}

    /**
     * Which invoices are wanted; what is absent does not restrict.
     *
     * @param tenants none means all that are visible
     * @param month billing month
     * @param after the last invoice of the page before
     * @param limit most invoices of the page
     */
    record Query(
            Collection<String> tenants,
            @Nullable YearMonth month,
            @Nullable Position after,
            int limit) {}

    /** The state of a period, whose row nobody else can change until the transaction ends. */
    PeriodState lockPeriod(Connection connection, PeriodKey key) throws SQLException;

    /** The state of a period. */
    PeriodState period(Connection connection, PeriodKey key) throws SQLException;

    /** Writes the state of a period that is locked. */
    void savePeriod(Connection connection, PeriodKey key, PeriodState state) throws SQLException;

    /** The next position of a series; may be taken by somebody else before it is locked. */
    long peekSeries(Connection connection, LegalEntity entity) throws SQLException;

    /** The next position of a series, which nobody else can take until the transaction ends. */
    long lockSeries(Connection connection, LegalEntity entity) throws SQLException;

    /** Takes the next position of a locked series. */
    void advanceSeries(Connection connection, LegalEntity entity) throws SQLException;

    /** Writes an invoice with its documents. */
    void issue(Connection connection, Issue issue) throws SQLException;

    /** A document of an invoice; empty where the invoice is unknown or not visible. */
    Optional<InvoiceDocument> document(Connection connection, String number, DocumentKind kind) throws SQLException;

    /** A page of invoices in order of tenant and number. */
    List<Summary> list(Connection connection, Query query) throws SQLException;

    /** The invoices of months in order of tenant and number; no tenant means all that are visible. */
    List<Invoice> models(Connection connection, Collection<YearMonth> months, Collection<String> tenants)
            throws SQLException;
}
