package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.chassis.tenancy.Writes;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps periods, series, invoices and documents. Each method works inside the caller's transaction. */
public interface InvoiceBook {

    /** What a document is in the life of a contract's month. */
    enum Filing {
        /** The one invoice of the month. */
        INVOICE,
        /** An invoice of what became dearer after the month was invoiced. */
        CORRECTION,
        /** A credit note. */
        CREDIT_NOTE
    }

    /**
     * A document to be issued.
     *
     * @param key whose, for what month
     * @param seriesPosition the position in the series that its number stands for
     * @param invoice the invoice or credit note
     * @param documents its documents, all kinds
     * @param origin why it is issued
     * @param ruleSet the rules by which it was found valid
     * @param effects what its lines do to lines of issued invoices
     * @param basis what it was computed from
     */
    record Issue(
            PeriodKey key,
            long seriesPosition,
            Invoice invoice,
            List<InvoiceDocument> documents,
            Origin origin,
            String ruleSet,
            List<LineEffect> effects,
            InvoiceBasis basis) {

        /** Copies the lists. */
        public Issue {
            documents = List.copyOf(documents);
            effects = List.copyOf(effects);
        }
    }

    /**
     * Why a document is issued.
     *
     * @param filing what it is
     * @param run id of the run that issues it; absent where a person does
     * @param accountRevision revision of the account it was made from
     * @param reason why the seller credits; absent where usage or prices say it themselves
     * @param requestedBy who wants it; absent where a run does
     */
    record Origin(
            Filing filing,
            @Nullable String run,
            long accountRevision,
            @Nullable String reason,
            @Nullable String requestedBy) {

        /** A document that a run issues. */
        static Origin ofRun(Filing filing, String run, long accountRevision) {
            return new Origin(filing, run, accountRevision, null, null);
        }
    }

    /**
     * An issued document.
     *
     * @param key whose, for what month
     * @param filing what it is
     * @param invoice the document as data
     * @param accountRevision revision of the account it was made from
     */
    record Filed(PeriodKey key, Filing filing, Invoice invoice, long accountRevision) {}

    /**
     * An issued document in short.
     *
     * @param tenant whom it bills
     * @param number its number
     * @param subject what it is about
     * @param dates issue and due date
     * @param amounts totals
     * @param documents hash by kind
     * @param receivable its ledger; absent for a credit note, which counts in the ledger of the invoice that it credits
     */
    record Summary(
            String tenant,
            String number,
            Subject subject,
            Dates dates,
            Amounts amounts,
            List<DocumentHash> documents,
            @Nullable Receivable receivable) {}

    /**
     * What a document is about.
     *
     * @param filing what it is
     * @param credits the invoice that it takes back; absent unless it is a credit note
     * @param legalEntity who issued it
     * @param contract id of the contract
     * @param month billing month
     */
    record Subject(Filing filing, @Nullable String credits, String legalEntity, String contract, YearMonth month) {}

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
     * @param legalEntity who issued it
     * @param filing what it is
     * @param after the last invoice of the page before
     * @param limit most invoices of the page
     */
    record Query(
            Collection<String> tenants,
            @Nullable YearMonth month,
            @Nullable String legalEntity,
            @Nullable Filing filing,
            @Nullable Position after,
            int limit) {

        /** All invoices of a month. */
        public Query(Collection<String> tenants, @Nullable YearMonth month, @Nullable Position after, int limit) {
            this(tenants, month, null, null, after, limit);
        }

        /** The same question, going on after a document. */
        Query after(Position position, int most) {
            return new Query(tenants, month, legalEntity, filing, position, most);
        }
    }

    /** Lets nobody else correct, credit or pay invoices of the contract until the transaction ends. */
    void lockContract(Connection connection, String tenant, String contract) throws SQLException;

    /** The states of periods that nobody else can change, nor other documents of their months, until the transaction ends. */
    Map<PeriodKey, PeriodState> lockPeriods(Connection connection, Collection<PeriodKey> keys) throws SQLException;

    /** The state of a period. */
    PeriodState period(Connection connection, PeriodKey key) throws SQLException;

    /** The states of several periods; of those about which nothing is written down there is none, they are open. */
    Map<PeriodKey, PeriodState> periods(Connection connection, Collection<PeriodKey> keys) throws SQLException;

    /** Writes the state of a period that is locked. */
    void savePeriod(Writes writes, PeriodKey key, PeriodState state);

    /** How the month of a key was split when its first document was issued; empty where none is. */
    Optional<InvoiceSplit> split(Connection connection, PeriodKey key) throws SQLException;

    /** The same of several; those of months that are not begun are missing. */
    Map<PeriodKey, InvoiceSplit> splits(Connection connection, Collection<PeriodKey> keys) throws SQLException;

    /** The same of every begun month, by the key of its one document. */
    Map<PeriodKey, InvoiceSplit> splits(Connection connection, YearMonth month) throws SQLException;

    /**
     * Writes down how months are split, once and for ever; of each a period is locked.
     *
     * @return the keys of those that are split so now
     */
    Set<PeriodKey> beginMonths(Connection connection, Map<PeriodKey, InvoiceSplit> splits) throws SQLException;

    /** The next position of a series; may be taken by somebody else before it is locked. */
    long peekSeries(Connection connection, LegalEntity entity) throws SQLException;

    /** The next position of a series, which nobody else can take until the transaction ends. */
    long lockSeries(Connection connection, LegalEntity entity) throws SQLException;

    /** Takes the next position of a locked series. */
    void advanceSeries(Writes writes, LegalEntity entity);

    /** Writes an invoice with its documents. */
    void issue(Writes writes, Issue issue);

    /** The issued document of that number; empty where it is unknown or not visible. */
    Optional<Filed> find(Connection connection, String number) throws SQLException;

    /**
     * All that lines of later documents do to lines of this one, or to lines that bill the usage of its month, and what its
     * own lines do to others: the oldest first.
     */
    List<LineEffect> effects(Connection connection, String number) throws SQLException;

    /** The issued document of a tenant of that number; empty where there is none. */
    Optional<Filed> find(Connection connection, String tenant, String number) throws SQLException;

    /** The issued documents of the months before each of several, of its contract, the oldest first. */
    Map<PeriodKey, List<PeriodKey>> issuedBefore(Connection connection, Collection<PeriodKey> keys) throws SQLException;

    /** A document of an invoice; empty where the invoice is unknown or not visible. */
    Optional<InvoiceDocument> document(Connection connection, String number, DocumentKind kind) throws SQLException;

    /** A page of invoices in order of tenant and number. */
    List<Summary> list(Connection connection, Query query) throws SQLException;
}
