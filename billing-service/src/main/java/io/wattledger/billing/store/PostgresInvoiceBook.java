package io.wattledger.billing.store;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.flow.DocumentKind;
import io.wattledger.billing.flow.InvoiceBook;
import io.wattledger.billing.flow.InvoiceDocument;
import io.wattledger.billing.flow.PeriodKey;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import io.wattledger.contracts.WireJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Periods, series, invoices and documents in PostgreSQL, which itself refuses to change what was issued. */
@ApplicationScoped
public class PostgresInvoiceBook implements InvoiceBook {

    private static final String PERIOD =
            "SELECT state, number, reasons FROM billing_period WHERE tenant_id = ? AND contract_id = ? AND month = ? "
                    + "AND document_group = ?";
    private static final String BEGIN_PERIODS =
            "INSERT INTO billing_period (tenant_id, contract_id, month, document_group, state) "
                    + "SELECT *, 'open' FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) ON CONFLICT DO NOTHING";
    /** A month has one lock for all its documents, also for those that have no row yet; taken in one order, too. */
    private static final String LOCK_MONTHS = "SELECT pg_advisory_xact_lock(hashtextextended("
            + "'month' || chr(31) || tenant || chr(31) || contract || chr(31) || month, 0)) "
            + "FROM (SELECT DISTINCT tenant, contract, month FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) "
            + "AS key (tenant, contract, month, document) ORDER BY tenant, contract, month) AS locked";

    /** OFFSET 0 has each looked up by its key, in the order asked for; there may be no statistics yet to choose that by. */
    private static final String PERIODS = """
            SELECT state, number, reasons, tenant_id, contract_id, period.month, document_group
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) AS asked (tenant, contract, month, document)
            CROSS JOIN LATERAL (
                SELECT * FROM billing_period known
                WHERE (tenant_id, contract_id, known.month, document_group) = (tenant, contract, asked.month, document)
                OFFSET 0%s) period
            """;

    private static final String READ_PERIODS = PERIODS.formatted("");
    private static final String LOCK_PERIODS = PERIODS.formatted(" FOR UPDATE");
    private static final String SAVE_PERIOD = "UPDATE billing_period SET state = ?, number = ?, reasons = ?::jsonb "
            + "WHERE tenant_id = ? AND contract_id = ? AND month = ? AND document_group = ?";
    private static final String SERIES =
            "SELECT next_position FROM invoice_series WHERE legal_entity = ? AND prefix = ?";
    private static final String ADVANCE =
            "UPDATE invoice_series SET next_position = next_position + 1 WHERE legal_entity = ? AND prefix = ?";
    private static final ManyRows ISSUE =
            new ManyRows("""
            INSERT INTO invoice (tenant_id, number, legal_entity, series_position, contract_id, month, period_start,
                period_end, issue_date, due_date, currency, net, tax, payable, model, run_id, account_revision,
                rule_set, kind, credits, reason, requested_by, recorded_at, document_group, payment_reference)
            VALUES""", "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?", "");
    private static final ManyRows ADD_DOCUMENT = new ManyRows(
            "INSERT INTO invoice_document (tenant_id, number, kind, media_type, sha256, content) VALUES",
            "?, ?, ?, ?, ?, ?",
            "");

    private static final String LOCK_CONTRACT =
            "SELECT pg_advisory_xact_lock(hashtextextended('contract' || chr(31) || ? || chr(31) || ?, 0))";
    private static final String ISSUED_BEFORE = """
            SELECT asked.ordinality, period.month, period.document_group
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY
                AS asked (tenant, contract, month, document, ordinality)
            CROSS JOIN LATERAL (
                SELECT * FROM billing_period known
                WHERE tenant_id = tenant AND contract_id = contract AND known.month < asked.month AND state = 'issued'
                OFFSET 0) period
            ORDER BY 1, 2, 3
            """;

    private final Clock clock;

    PostgresInvoiceBook(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void lockContract(Connection connection, String tenant, String contract) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK_CONTRACT)) {
            lock.setString(1, tenant);
            lock.setString(2, contract);
            lock.executeQuery().close();
        }
    }

    @Override
    public Map<PeriodKey, List<PeriodKey>> issuedBefore(Connection connection, Collection<PeriodKey> keys)
            throws SQLException {
        List<PeriodKey> asked = List.copyOf(keys);
        Map<PeriodKey, List<PeriodKey>> before = new HashMap<>();
        try (PreparedStatement select = of(connection, ISSUED_BEFORE, asked);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                PeriodKey key = asked.get(row.getInt(1) - 1);
                before.computeIfAbsent(key, one -> new ArrayList<>())
                        .add(new PeriodKey(
                                key.tenant(), key.contract(), YearMonth.parse(row.getString(2)), row.getString(3)));
            }
        }
        return before;
    }

    @Override
    public Optional<Filed> find(Connection connection, String tenant, String number) throws SQLException {
        return InvoiceRows.find(connection, tenant, number);
    }

    @Override
    public Optional<Filed> find(Connection connection, String number) throws SQLException {
        return InvoiceRows.find(connection, number);
    }

    @Override
    public List<LineEffect> effects(Connection connection, String number) throws SQLException {
        return CorrectedLineRows.of(connection, number);
    }

    @Override
    public Map<PeriodKey, PeriodState> lockPeriods(Connection connection, Collection<PeriodKey> keys)
            throws SQLException {
        List<PeriodKey> ordered = keys.stream()
                .sorted(Comparator.comparing(PeriodKey::tenant)
                        .thenComparing(PeriodKey::contract)
                        .thenComparing(PeriodKey::month)
                        .thenComparing(PeriodKey::group))
                .toList();
        for (String sql : List.of(LOCK_MONTHS, BEGIN_PERIODS)) {
            try (PreparedStatement statement = of(connection, sql, ordered)) {
                statement.execute();
            }
        }
        return states(connection, LOCK_PERIODS, ordered);
    }

    private static PreparedStatement of(Connection connection, String sql, List<PeriodKey> keys) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setArray(1, MonthRows.texts(connection, keys, PeriodKey::tenant));
        statement.setArray(2, MonthRows.texts(connection, keys, PeriodKey::contract));
        statement.setArray(
                3, MonthRows.texts(connection, keys, key -> key.month().toString()));
        statement.setArray(4, MonthRows.texts(connection, keys, PeriodKey::group));
        return statement;
    }

    private static Map<PeriodKey, PeriodState> states(Connection connection, String sql, List<PeriodKey> keys)
            throws SQLException {
        Map<PeriodKey, PeriodState> states = new HashMap<>();
        try (PreparedStatement select = of(connection, sql, keys);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                PeriodKey key = new PeriodKey(
                        row.getString(4), row.getString(5), YearMonth.parse(row.getString(6)), row.getString(7));
                states.put(key, state(row));
            }
        }
        return states;
    }

    @Override
    public PeriodState period(Connection connection, PeriodKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PERIOD)) {
            bind(select, 1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? state(row) : new PeriodState.Open();
            }
        }
    }

    @Override
    public Map<PeriodKey, PeriodState> periods(Connection connection, Collection<PeriodKey> keys) throws SQLException {
        return states(connection, READ_PERIODS, List.copyOf(keys));
    }

    private static PeriodState state(ResultSet row) throws SQLException {
        return switch (row.getString(1)) {
            case "issued" -> new PeriodState.Issued(row.getString(2));
            case "closing" -> new PeriodState.Closing(ReasonsJson.fromRow(row.getString(3)));
            default -> new PeriodState.Open();
        };
    }

    @Override
    public void savePeriod(Writes writes, PeriodKey key, PeriodState state) {
        writes.change(SAVE_PERIOD, update -> {
            switch (state) {
                case PeriodState.Open ignored -> {
                    update.setString(1, "open");
                    update.setString(2, null);
                    update.setString(3, "[]");
                }
                case PeriodState.Closing closing -> {
                    update.setString(1, "closing");
                    update.setString(2, null);
                    update.setString(3, ReasonsJson.toRow(closing.reasons()));
                }
                case PeriodState.Issued issued -> {
                    update.setString(1, "issued");
                    update.setString(2, issued.number());
                    update.setString(3, "[]");
                }
            }
            bind(update, 4, key);
        });
    }

    @Override
    public Optional<InvoiceSplit> split(Connection connection, PeriodKey key) throws SQLException {
        return MonthRows.split(connection, key);
    }

    @Override
    public Map<PeriodKey, InvoiceSplit> splits(Connection connection, Collection<PeriodKey> keys) throws SQLException {
        return MonthRows.splits(connection, keys);
    }

    @Override
    public Map<PeriodKey, InvoiceSplit> splits(Connection connection, YearMonth month) throws SQLException {
        return MonthRows.splits(connection, month);
    }

    @Override
    public Set<PeriodKey> beginMonths(Connection connection, Map<PeriodKey, InvoiceSplit> splits) throws SQLException {
        return MonthRows.begin(connection, splits);
    }

    @Override
    public long peekSeries(Connection connection, LegalEntity entity) throws SQLException {
        return series(connection, entity, SERIES);
    }

    @Override
    public long lockSeries(Connection connection, LegalEntity entity) throws SQLException {
        return series(connection, entity, SERIES + " FOR UPDATE");
    }

    @Override
    public void advanceSeries(Writes writes, LegalEntity entity) {
        writes.change(ADVANCE, update -> bind(update, entity));
    }

    @Override
    public void issue(Writes writes, Issue issue) {
        Invoice invoice = issue.invoice();
        Totals totals = invoice.totals();
        CreditedInvoice credited = invoice.heading().credited();
        writes.add(
                ISSUE,
                issue.key().tenant(),
                invoice.heading().number(),
                invoice.seller().legalEntity(),
                issue.seriesPosition(),
                issue.key().contract(),
                issue.key().month().toString(),
                invoice.heading().period().firstDay(),
                invoice.heading().period().dayAfter(),
                invoice.heading().issueDate(),
                invoice.heading().dueDate(),
                invoice.heading().currency().getCurrencyCode(),
                totals.withoutVat().amount(),
                totals.vat().amount(),
                totals.payable().amount(),
                WireJson.write(invoice),
                issue.origin().run(),
                issue.origin().accountRevision(),
                issue.ruleSet(),
                FilingColumn.toRow(issue.origin().filing()),
                credited == null ? null : credited.number(),
                issue.origin().reason(),
                issue.origin().requestedBy(),
                Timestamp.from(clock.instant()),
                issue.key().group(),
                invoice.paymentReference());
        addDocuments(writes, issue);
        CorrectedLineRows.add(writes, issue);
        PostgresEvidenceBook.add(writes, issue);
    }

    @Override
    public Optional<InvoiceDocument> document(Connection connection, String number, DocumentKind kind)
            throws SQLException {
        return InvoiceRows.document(connection, number, kind);
    }

    @Override
    public List<Summary> list(Connection connection, Query query) throws SQLException {
        return InvoiceRows.list(connection, query);
    }

    private static void addDocuments(Writes writes, Issue issue) {
        for (InvoiceDocument document : issue.documents()) {
            writes.add(
                    ADD_DOCUMENT,
                    issue.key().tenant(),
                    issue.invoice().heading().number(),
                    document.kind().name(),
                    document.kind().mediaType(),
                    document.sha256(),
                    document.content());
        }
    }

    private static long series(Connection connection, LegalEntity entity, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bind(select, entity);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("legal entity " + entity.id() + " has no series "
                            + entity.invoiceSeries().prefix());
                }
                return row.getLong(1);
            }
        }
    }

    private static void bind(PreparedStatement statement, LegalEntity entity) throws SQLException {
        statement.setString(1, entity.id());
        statement.setString(2, entity.invoiceSeries().prefix());
    }

    private static void bind(PreparedStatement statement, int first, PeriodKey key) throws SQLException {
        bindMonth(statement, first, key);
        statement.setString(first + 3, key.group());
    }

    private static void bindMonth(PreparedStatement statement, int first, PeriodKey key) throws SQLException {
        statement.setString(first, key.tenant());
        statement.setString(first + 1, key.contract());
        statement.setString(first + 2, key.month().toString());
    }
}
