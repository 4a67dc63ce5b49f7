package io.wattledger.billing.store;

import io.wattledger.billing.flow.ChargeLedger;
import io.wattledger.billing.flow.PeriodKey;
import io.wattledger.billing.flow.RatedEntry;
import io.wattledger.billing.flow.UsageSpan;
import io.wattledger.billing.period.UnreadUsage;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Rated usage in one table, keyed as its messages are, and a copy of it per invoice. */
@ApplicationScoped
public class PostgresChargeLedger implements ChargeLedger {

    private static final int MEMBERS_OF_SPAN = 6;

    /** Rows that a cursor fetches at a time; a record has some kilobytes. */
    private static final int PAGE = 500;

    private static final ManyRows RECORD =
            new ManyRows("""
            INSERT INTO rated_usage (tenant_id, project, site, sku, period_start, contract_id, revision,
                milli_gpu_seconds, amount, currency, gaps, content_hash, message, change_number)
            VALUES""", "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nextval('rated_usage_change')", """
            ON CONFLICT (tenant_id, project, site, sku, period_start) DO UPDATE
            SET contract_id = excluded.contract_id, revision = excluded.revision,
                milli_gpu_seconds = excluded.milli_gpu_seconds, amount = excluded.amount,
                currency = excluded.currency, gaps = excluded.gaps, content_hash = excluded.content_hash,
                message = excluded.message, change_number = excluded.change_number
            WHERE excluded.revision > rated_usage.revision
            """);
    /** The last two say whose usage: of these projects, or of all but these. */
    private static final String SPAN =
            " WHERE tenant_id = ? AND contract_id = ? AND period_start >= ? AND period_start < ? "
                    + "AND (project = ANY (?)) <> ?";

    private static final String PROJECTS = "SELECT DISTINCT project FROM rated_usage" + SPAN;
    private static final String READ = "SELECT message, change_number FROM rated_usage" + SPAN;
    /** Records of usage that was taken back remain, and come to nothing. */
    private static final String IS_BILLABLE = "(milli_gpu_seconds <> 0 OR amount <> 0 OR gaps <> 0)";

    private static final String HAS = "SELECT EXISTS (SELECT FROM rated_usage" + SPAN + " AND " + IS_BILLABLE + ")";
    /** OFFSET 0 has each span looked up by the index, however many there are. */
    private static final String PROJECTS_OF_SPANS = """
            SELECT ordinality, project, billable
            FROM unnest(?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::boolean[]) WITH ORDINALITY
                AS span (tenant, contract, starts_at, ends_at, projects, others, ordinality)
            CROSS JOIN LATERAL (
                SELECT project, bool_or(%s) AS billable FROM rated_usage
                WHERE tenant_id = tenant AND contract_id = contract AND period_start >= starts_at
                  AND period_start < ends_at AND (project = ANY (string_to_array(projects, chr(31)))) <> others
                GROUP BY project OFFSET 0) usage
            """.formatted(IS_BILLABLE);

    /** Here too. */
    private static final String INVOICE = """
            WITH invoiced AS (
                INSERT INTO invoiced_usage (tenant_id, number, project, site, sku, period_start, revision,
                    milli_gpu_seconds, amount, content_hash, message, change_number)
                SELECT usage.tenant_id, span.number, project, site, sku, period_start, revision,
                    milli_gpu_seconds, amount, content_hash, message, change_number
                FROM unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::boolean[])
                    AS span (number, tenant, contract, starts_at, ends_at, projects, others)
                CROSS JOIN LATERAL (
                    SELECT * FROM rated_usage
                    WHERE tenant_id = tenant AND contract_id = contract AND period_start >= starts_at
                      AND period_start < ends_at AND (project = ANY (string_to_array(projects, chr(31)))) <> others
                    OFFSET 0) usage
                RETURNING tenant_id, number, change_number)
            SELECT tenant_id, number, count(*), max(change_number) FROM invoiced GROUP BY 1, 2
            """;
    /** The same of what is invoiced, since the month of a document has the contract. */
    private static final String SPAN_OF_BILLED = " WHERE tenant_id = ? AND contract_id = ?"
            + " AND invoiced_usage.period_start >= ? AND invoiced_usage.period_start < ? AND (project = ANY (?)) <> ?";

    /** What the documents of a contract hold of a span: sums, and the form in which it was invoiced last. */
    private static final String INVOICED = """
            SELECT usage.project, usage.site, usage.sku, usage.period_start,
                   sum(usage.milli_gpu_seconds) AS milli_gpu_seconds, sum(usage.amount) AS amount,
                   (array_agg(usage.content_hash ORDER BY usage.change_number DESC))[1] AS content_hash,
                   (array_agg(usage.message ORDER BY usage.change_number DESC))[1] AS message
            FROM invoiced_usage usage JOIN invoice USING (tenant_id, number)
            WHERE tenant_id = ? AND contract_id = ? AND usage.period_start >= ? AND usage.period_start < ?
              AND (usage.project = ANY (?)) <> ?
            GROUP BY 1, 2, 3, 4
            """;

    private static final String BILLED_BY =
            "SELECT DISTINCT number FROM invoiced_usage JOIN invoice USING (tenant_id, number)" + SPAN_OF_BILLED
                    + " ORDER BY 1";

    /**
     * Usage that was taken off an invoice altogether, as when a day moves to another contract, has an empty message. What is new
     * and comes to nothing is no change to be told; with others it is written down, so that the books have all that was rated.
     */
    private static final String CHANGES =
            "WITH now AS (SELECT * FROM rated_usage" + SPAN + "), then_ AS (" + INVOICED + """
            ), changed AS (
                SELECT project, site, sku, period_start, now.revision, now.content_hash, now.message, now.change_number,
                       coalesce(now.milli_gpu_seconds, 0) - coalesce(then_.milli_gpu_seconds, 0) AS milli_gpu_seconds,
                       coalesce(now.amount, 0) - coalesce(then_.amount, 0) AS amount,
                       then_.content_hash IS NOT NULL OR now.milli_gpu_seconds <> 0 OR now.amount <> 0 OR now.gaps <> 0
                           AS is_told
                FROM now FULL JOIN then_ USING (project, site, sku, period_start)
                WHERE now.content_hash IS DISTINCT FROM nullif(then_.content_hash, ''::bytea)
            )
            """;

    private static final String CHANGED = CHANGES + "SELECT count(*) FROM changed WHERE is_told";
    private static final String CHANGED_STARTS =
            CHANGES + "SELECT DISTINCT period_start FROM changed WHERE is_told ORDER BY 1";
    private static final String REVISE = CHANGES + """
            , written AS (
                INSERT INTO invoiced_usage (tenant_id, number, project, site, sku, period_start, revision,
                    milli_gpu_seconds, amount, content_hash, message, change_number)
                SELECT ?, ?, project, site, sku, period_start, coalesce(revision, 0), milli_gpu_seconds, amount,
                       coalesce(content_hash, ''::bytea), coalesce(message, ''::bytea),
                       coalesce(change_number, nextval('rated_usage_change'))
                FROM changed RETURNING 1)
            SELECT count(*), coalesce(max(change_number), 0) FROM now
            """;

    @Override
    public void record(Connection connection, Collection<RatedEntry> entries) throws SQLException {
        Writes.together(connection, writes -> {
            for (RatedEntry entry : entries) {
                RatedUsage usage = entry.usage();
                writes.add(
                        RECORD,
                        usage.tenant(),
                        usage.project(),
                        usage.site(),
                        usage.sku(),
                        utc(usage.periodStart()),
                        usage.contract(),
                        usage.revision(),
                        usage.milliGpuSeconds(),
                        entry.amount(),
                        usage.currency(),
                        (int) usage.gaps().stream().filter(gap -> !gap.filled()).count(),
                        entry.contentHash(),
                        entry.message());
            }
        });
    }

    @Override
    public Mark read(Connection connection, UsageSpan span, Consumer<RatedUsage> each) throws SQLException {
        long rows = 0;
        long lastChange = 0;
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setFetchSize(PAGE);
            bind(select, 1, span);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    each.accept(fromRow(row.getBytes(1)));
                    rows++;
                    lastChange = Math.max(lastChange, row.getLong(2));
                }
            }
        }
        return new Mark(rows, lastChange);
    }

    @Override
    public Map<PeriodKey, List<UnreadUsage>> unread(Connection connection, Map<PeriodKey, Instant> starts)
            throws SQLException {
        return UnreadRows.read(connection, starts);
    }

    @Override
    public boolean has(Connection connection, UsageSpan span) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(HAS)) {
            bind(select, 1, span);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    @Override
    public List<Mark> invoice(Connection connection, List<NumberedSpan> spans) throws SQLException {
        Map<List<String>, Mark> written = new HashMap<>();
        try (PreparedStatement insert = connection.prepareStatement(INVOICE)) {
            bind(insert, 1, "text", spans, NumberedSpan::number);
            bind(insert, 2, spans.stream().map(NumberedSpan::span).toList());
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    written.put(List.of(row.getString(1), row.getString(2)), new Mark(row.getLong(3), row.getLong(4)));
                }
            }
        }
        return spans.stream()
                .map(one -> written.getOrDefault(List.of(one.span().tenant(), one.number()), new Mark(0, 0)))
                .toList();
    }

    /** Six arrays, from the parameter {@code first} on. */
    private static void bind(PreparedStatement statement, int first, List<UsageSpan> spans) throws SQLException {
        bind(statement, first, "text", spans, UsageSpan::tenant);
        bind(statement, first + 1, "text", spans, UsageSpan::contract);
        bind(statement, first + 2, "timestamptz", spans, span -> span.start().toString());
        bind(statement, first + 3, "timestamptz", spans, span -> span.end().toString());
        bind(
                statement,
                first + 4,
                "text",
                spans,
                span -> String.join("\u001f", span.projects().projects()));
        bind(statement, first + 5, "boolean", spans, span -> span.projects().others());
    }

    private static <T> void bind(
            PreparedStatement statement, int parameter, String type, List<T> rows, Function<T, Object> member)
            throws SQLException {
        statement.setArray(
                parameter,
                statement
                        .getConnection()
                        .createArrayOf(type, rows.stream().map(member).toArray()));
    }

    @Override
    public SortedSet<String> projects(Connection connection, UsageSpan span) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PROJECTS)) {
            bind(select, 1, span);
            return new TreeSet<>(Rows.read(select, row -> row.getString(1)));
        }
    }

    @Override
    public Map<UsageSpan, UsedProjects> projects(Connection connection, Collection<UsageSpan> spans)
            throws SQLException {
        List<UsageSpan> asked = List.copyOf(spans);
        Map<UsageSpan, SortedMap<String, Boolean>> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(PROJECTS_OF_SPANS)) {
            bind(select, 1, asked);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.computeIfAbsent(asked.get(row.getInt(1) - 1), span -> new TreeMap<>())
                            .put(row.getString(2), row.getBoolean(3));
                }
            }
        }
        Map<UsageSpan, UsedProjects> projects = new HashMap<>();
        found.forEach((span, billable) -> {
            SortedSet<String> all = new TreeSet<>(billable.keySet());
            billable.values().removeIf(one -> !one);
            projects.put(span, new UsedProjects(all, new TreeSet<>(billable.keySet())));
        });
        return projects;
    }

    @Override
    public long changedSince(Connection connection, UsageSpan span) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CHANGED)) {
            bind(select, 1, span);
            bind(select, 1 + MEMBERS_OF_SPAN, span);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public List<Instant> changedStarts(Connection connection, UsageSpan span) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CHANGED_STARTS)) {
            bind(select, 1, span);
            bind(select, 1 + MEMBERS_OF_SPAN, span);
            return Rows.read(select, row -> Rows.instant(row, 1));
        }
    }

    @Override
    public void invoiced(Connection connection, UsageSpan span, Consumer<RatedUsage> each) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(INVOICED)) {
            select.setFetchSize(PAGE);
            bind(select, 1, span);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    byte[] message = row.getBytes(8);
                    if (message.length > 0) {
                        each.accept(fromRow(message));
                    }
                }
            }
        }
    }

    @Override
    public List<String> billedBy(Connection connection, UsageSpan span) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BILLED_BY)) {
            bind(select, 1, span);
            return Rows.read(select, row -> row.getString(1));
        }
    }

    @Override
    public Mark revise(Connection connection, UsageSpan span, String number) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(REVISE)) {
            bind(insert, 1, span);
            bind(insert, 1 + MEMBERS_OF_SPAN, span);
            insert.setString(1 + 2 * MEMBERS_OF_SPAN, span.tenant());
            insert.setString(2 + 2 * MEMBERS_OF_SPAN, number);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new Mark(row.getLong(1), row.getLong(2));
            }
        }
    }

    private static void bind(PreparedStatement statement, int first, UsageSpan span) throws SQLException {
        statement.setString(first, span.tenant());
        statement.setString(first + 1, span.contract());
        statement.setObject(first + 2, utc(span.start()));
        statement.setObject(first + 3, utc(span.end()));
        statement.setArray(
                first + 4,
                statement
                        .getConnection()
                        .createArrayOf("text", span.projects().projects().toArray()));
        statement.setBoolean(first + 5, span.projects().others());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static RatedUsage fromRow(byte[] message) {
        try {
            return WireJson.read(message, RatedUsage.class);
        } catch (IOException e) {
            throw new UncheckedIOException("rated usage is stored in a form that cannot be read", e);
        }
    }
}
