package io.wattledger.billing.store;

import io.wattledger.billing.flow.ItemPreview;
import io.wattledger.billing.flow.Outcome;
import io.wattledger.billing.flow.PeriodKey;
import io.wattledger.billing.flow.RunBook;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import io.wattledger.contracts.WireJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs and their items in two tables. */
@ApplicationScoped
public class PostgresRunBook implements RunBook {

    private static final String COLUMNS = "id, requested_at, requested_by, issue_date, periods, mode, request_hash, "
            + "approved_by, approved_at, stopped_by, stopped_at, finished_at";
    private static final String RUN = "SELECT " + COLUMNS + " FROM invoice_run WHERE id = ?";
    private static final String LIST = """
            SELECT run.*, counted.outcome, counted.items, counted.previewed
            FROM (SELECT %s FROM invoice_run WHERE ?::timestamptz IS NULL OR (requested_at, id) < (?, ?)
                  ORDER BY requested_at DESC, id DESC LIMIT ?) run
            LEFT JOIN LATERAL (SELECT outcome, count(*) AS items, count(preview) AS previewed
                               FROM invoice_run_item WHERE run_id = run.id GROUP BY outcome) counted ON true
            ORDER BY run.requested_at DESC, run.id DESC
            """.formatted(COLUMNS);
    private static final String NEXT = """
            SELECT run.id, item.position, COALESCE(item.issue_date, run.issue_date), item.tenant_id, item.contract_id, item.month,
                   run.mode <> 'issue' AND run.approved_at IS NULL, item.preview, item.document_group
            FROM invoice_run run JOIN invoice_run_item item ON item.run_id = run.id
            WHERE run.finished_at IS NULL AND item.outcome IS NULL
              AND (run.mode = 'issue' OR run.approved_at IS NOT NULL OR item.preview IS NULL)
            ORDER BY run.requested_at, run.id, item.position LIMIT ?
            """;
    private static final String WITHOUT_ITEMS = """
            SELECT id FROM invoice_run run WHERE finished_at IS NULL
            AND NOT EXISTS (SELECT FROM invoice_run_item item WHERE item.run_id = run.id AND item.outcome IS NULL
                            AND (run.mode <> 'preview' OR item.preview IS NULL))
            """;
    private static final ManyRows ADD_ITEM = new ManyRows(
            "INSERT INTO invoice_run_item (tenant_id, run_id, contract_id, month, position, document_group, "
                    + "issue_date) VALUES",
            "?, ?, ?, ?, ?, ?, ?",
            "");
    private static final String DONE = """
            UPDATE invoice_run_item SET outcome = ?, number = ?, reasons = ?::jsonb, documents = ?
            WHERE run_id = ? AND position = ? AND outcome IS NULL
            """;

    @Override
    public void add(Connection connection, Run run, List<PeriodKey> items, Map<PeriodKey, LocalDate> issueDates)
            throws SQLException {
        String sql = "INSERT INTO invoice_run (id, requested_at, requested_by, issue_date, periods, mode, "
                + "request_hash) VALUES (?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, run.id());
            insert.setTimestamp(2, Timestamp.from(run.requestedAt()));
            insert.setString(3, run.requestedBy());
            insert.setObject(4, run.issueDate());
            insert.setArray(5, connection.createArrayOf("text", run.periods().toArray()));
            insert.setString(6, run.mode().name().toLowerCase(Locale.ROOT));
            insert.setBytes(7, run.requestHash());
            insert.executeUpdate();
        }
        Writes.together(connection, writes -> {
            for (int position = 1; position <= items.size(); position++) {
                PeriodKey key = items.get(position - 1);
                writes.add(
                        ADD_ITEM,
                        key.tenant(),
                        run.id(),
                        key.contract(),
                        key.month().toString(),
                        position,
                        key.group(),
                        issueDates.get(key));
            }
        });
    }

    @Override
    public Optional<Run> find(Connection connection, String id) throws SQLException {
        return one(connection, RUN, id);
    }

    @Override
    public Optional<Run> lockRun(Connection connection, String id) throws SQLException {
        return one(connection, RUN + " FOR UPDATE", id);
    }

    @Override
    public void approve(Connection connection, String run, String by, Instant now) throws SQLException {
        String sql = "UPDATE invoice_run SET approved_by = ?, approved_at = ? WHERE id = ? AND approved_at IS NULL";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, by);
            update.setTimestamp(2, Timestamp.from(now));
            update.setString(3, run);
            update.executeUpdate();
        }
    }

    @Override
    public void stop(Connection connection, String run, String by, Instant now) throws SQLException {
        String sql = "UPDATE invoice_run SET stopped_by = ?, stopped_at = ?, finished_at = ? "
                + "WHERE id = ? AND finished_at IS NULL";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, by);
            update.setTimestamp(2, Timestamp.from(now));
            update.setTimestamp(3, Timestamp.from(now));
            update.setString(4, run);
            update.executeUpdate();
        }
    }

    @Override
    public void preview(Connection connection, Item item, ItemPreview preview) throws SQLException {
        String sql = "UPDATE invoice_run_item SET preview = ?::jsonb "
                + "WHERE tenant_id = ? AND run_id = ? AND contract_id = ? AND month = ? AND document_group = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, new String(WireJson.write(preview), StandardCharsets.UTF_8));
            bindKey(update, 2, item);
            update.executeUpdate();
        }
    }

    @Override
    public List<RunInShort> list(Connection connection, @Nullable RunPosition before, int most) throws SQLException {
        Timestamp at = before == null ? null : Timestamp.from(before.requestedAt());
        List<RunInShort> runs = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(LIST)) {
            select.setTimestamp(1, at);
            select.setTimestamp(2, at);
            select.setString(3, before == null ? null : before.id());
            select.setInt(4, most);
            try (ResultSet row = select.executeQuery()) {
                // A run has one row per outcome, and they follow one another.
                while (row.next()) {
                    RunInShort part = part(row);
                    boolean same = !runs.isEmpty()
                            && runs.getLast().run().id().equals(part.run().id());
                    runs.add(same ? runs.removeLast().plus(part) : part);
                }
            }
        }
        return runs;
    }

    private static RunInShort part(ResultSet row) throws SQLException {
        String outcome = row.getString(13);
        long items = row.getLong(14);
        SortedMap<String, Long> outcomes = new TreeMap<>();
        if (outcome != null) {
            outcomes.put(outcome, items);
        }
        return new RunInShort(fromRow(row), items, row.getLong(15), outcomes);
    }

    @Override
    public List<ItemState> items(Connection connection, String run) throws SQLException {
        String sql =
                "SELECT tenant_id, contract_id, month, outcome, number, reasons, documents, preview, document_group "
                        + "FROM invoice_run_item "
                        + "WHERE run_id = ? ORDER BY position";
        List<ItemState> items = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, run);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    PeriodKey key = new PeriodKey(
                            row.getString(1), row.getString(2), YearMonth.parse(row.getString(3)), row.getString(9));
                    items.add(new ItemState(
                            key,
                            row.getString(4),
                            row.getString(5),
                            List.of((String[]) row.getArray(7).getArray()),
                            ReasonsJson.fromRow(row.getString(6)),
                            preview(row.getString(8))));
                }
            }
        }
        return items;
    }

    @Override
    public List<Item> next(Connection connection, int most) throws SQLException {
        List<Item> items = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(NEXT)) {
            select.setInt(1, most);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Item item = item(row);
                    if (items.isEmpty() || items.getFirst().run().equals(item.run())) {
                        items.add(item);
                    }
                }
            }
        }
        return items;
    }

    private static Item item(ResultSet row) throws SQLException {
        PeriodKey key =
                new PeriodKey(row.getString(4), row.getString(5), YearMonth.parse(row.getString(6)), row.getString(9));
        boolean onlyPreview = row.getBoolean(7);
        return new Item(
                row.getString(1),
                row.getInt(2),
                row.getObject(3, LocalDate.class),
                key,
                onlyPreview,
                onlyPreview ? null : preview(row.getString(8)));
    }

    @Override
    public long pending(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM invoice_run_item item "
                        + "JOIN invoice_run run ON run.id = item.run_id WHERE run.finished_at IS NULL "
                        + "AND item.outcome IS NULL AND (run.mode = 'issue' OR run.approved_at IS NOT NULL "
                        + "OR item.preview IS NULL)");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public List<String> unfinishedWithoutItems(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(WITHOUT_ITEMS)) {
            return Rows.read(select, row -> row.getString(1));
        }
    }

    @Override
    public void finish(Connection connection, String run, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE invoice_run SET finished_at = ? WHERE id = ? AND finished_at IS NULL")) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setString(2, run);
            update.executeUpdate();
        }
    }

    @Override
    public List<Item> lock(Connection connection, List<Item> items) throws SQLException {
        String run = items.getFirst().run();
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT stopped_at FROM invoice_run WHERE id = ? FOR UPDATE")) {
            lock.setString(1, run);
            try (ResultSet row = lock.executeQuery()) {
                if (!row.next() || row.getTimestamp(1) != null) {
                    return List.of();
                }
            }
        }
        Set<Integer> waiting = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT position FROM invoice_run_item WHERE run_id = ? AND position = ANY (?) AND outcome IS NULL")) {
            select.setString(1, run);
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "int", items.stream().map(Item::position).toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    waiting.add(row.getInt(1));
                }
            }
        }
        return items.stream().filter(item -> waiting.contains(item.position())).toList();
    }

    @Override
    public void done(Writes writes, Item item, Outcome outcome) {
        writes.change(DONE, update -> {
            update.setString(1, outcome.code());
            update.setString(2, outcome.number());
            update.setString(3, ReasonsJson.toRow(outcome.reasons()));
            update.setArray(
                    4,
                    update.getConnection()
                            .createArrayOf("text", outcome.documents().toArray()));
            update.setString(5, item.run());
            update.setInt(6, item.position());
        });
    }

    private static void bindKey(PreparedStatement statement, int first, Item item) throws SQLException {
        statement.setString(first, item.key().tenant());
        statement.setString(first + 1, item.run());
        statement.setString(first + 2, item.key().contract());
        statement.setString(first + 3, item.key().month().toString());
        statement.setString(first + 4, item.key().group());
    }

    private static Optional<Run> one(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, parameter);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(fromRow(row)) : Optional.empty();
            }
        }
    }

    private static Run fromRow(ResultSet row) throws SQLException {
        return new Run(
                row.getString(1),
                row.getTimestamp(2).toInstant(),
                row.getString(3),
                row.getObject(4, LocalDate.class),
                List.of((String[]) row.getArray(5).getArray()),
                Mode.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                row.getBytes(7),
                new Progress(
                        row.getString(8),
                        instant(row.getTimestamp(9)),
                        row.getString(10),
                        instant(row.getTimestamp(11)),
                        instant(row.getTimestamp(12))));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable ItemPreview preview(@Nullable String json) {
        try {
            return json == null ? null : WireJson.read(json.getBytes(StandardCharsets.UTF_8), ItemPreview.class);
        } catch (IOException e) {
            throw new UncheckedIOException("a preview is stored in a form that cannot be read", e);
        }
    }
}
