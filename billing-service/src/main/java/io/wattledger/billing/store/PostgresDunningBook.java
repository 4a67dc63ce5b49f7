package io.wattledger.billing.store;

import io.wattledger.billing.dunning.DunningPolicy;
import io.wattledger.billing.dunning.Reminder;
import io.wattledger.billing.flow.DunningBook;
import io.wattledger.chassis.tenancy.Rows;
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
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Policies, disputes and reminders in tables to which rows are only added. */
@ApplicationScoped
public class PostgresDunningBook implements DunningBook {

    private static final String POLICY = """
            SELECT revision, policy FROM dunning_policy WHERE tenant_id = ? AND legal_entity = ? AND contract_id = ?
            ORDER BY revision DESC LIMIT 1
            """;
    private static final String ADD_POLICY = """
            INSERT INTO dunning_policy (tenant_id, legal_entity, contract_id, revision, policy, changed_by, changed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;
    private static final String CANDIDATES = """
            SELECT tenant_id, number FROM invoice
            WHERE kind <> 'credit-note' AND due_date < ? AND (? OR tenant_id = ANY (?))
              AND 0 < (SELECT sum(CASE WHEN debit = 'RECEIVABLE' THEN amount ELSE -amount END)
                       FROM receivable_entry entry WHERE entry.tenant_id = invoice.tenant_id
                       AND entry.number = invoice.number)
            ORDER BY tenant_id, number
            """;
    private static final String DISPUTE = """
            INSERT INTO invoice_dispute (tenant_id, number, entry, is_open, reason, recorded_by, recorded_at)
            SELECT ?, ?, 1 + count(*), ?, ?, ?, ? FROM invoice_dispute WHERE number = ?
            """;
    private static final String ADD_REMINDER = """
            INSERT INTO reminder (tenant_id, number, level, made_on, model, pdf, sha256, recorded_by, recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    @Override
    public Optional<Kept> policy(Connection connection, PolicyKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(POLICY)) {
            bind(select, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Kept(
                                row.getLong(1),
                                read(row.getString(2).getBytes(StandardCharsets.UTF_8), DunningPolicy.class)))
                        : Optional.empty();
            }
        }
    }

    @Override
    public boolean add(Connection connection, PolicyKey key, Kept policy, Recorded recorded) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD_POLICY)) {
            bind(insert, key);
            insert.setLong(4, policy.revision());
            insert.setString(5, new String(WireJson.write(policy.policy()), StandardCharsets.UTF_8));
            insert.setString(6, recorded.by());
            insert.setTimestamp(7, Timestamp.from(recorded.at()));
            return insert.executeUpdate() == 1;
        }
    }

    @Override
    public List<Candidate> candidates(Connection connection, Collection<String> tenants, LocalDate day)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CANDIDATES)) {
            select.setObject(1, day);
            select.setBoolean(2, tenants.isEmpty());
            select.setArray(3, connection.createArrayOf("text", tenants.toArray()));
            return Rows.read(select, row -> new Candidate(row.getString(1), row.getString(2)));
        }
    }

    @Override
    public boolean isDisputed(Connection connection, String number) throws SQLException {
        String sql = "SELECT is_open FROM invoice_dispute WHERE number = ? ORDER BY entry DESC LIMIT 1";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, number);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    @Override
    public void dispute(
            Connection connection, String tenant, String number, boolean isOpen, String reason, Recorded recorded)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(DISPUTE)) {
            insert.setString(1, tenant);
            insert.setString(2, number);
            insert.setBoolean(3, isOpen);
            insert.setString(4, reason);
            insert.setString(5, recorded.by());
            insert.setTimestamp(6, Timestamp.from(recorded.at()));
            insert.setString(7, number);
            insert.executeUpdate();
        }
    }

    @Override
    public List<Printed> reminders(Connection connection, String number) throws SQLException {
        String sql = "SELECT model, pdf, sha256 FROM reminder WHERE number = ? ORDER BY level";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, number);
            return Rows.read(
                    select,
                    row -> new Printed(read(row.getBytes(1), Reminder.class), row.getBytes(2), row.getString(3)));
        }
    }

    @Override
    public void add(Connection connection, String tenant, Printed printed, Recorded recorded) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD_REMINDER)) {
            insert.setString(1, tenant);
            insert.setString(2, printed.reminder().number());
            insert.setInt(3, printed.reminder().level());
            insert.setObject(4, printed.reminder().madeOn());
            insert.setBytes(5, WireJson.write(printed.reminder()));
            insert.setBytes(6, printed.pdf());
            insert.setString(7, printed.sha256());
            insert.setString(8, recorded.by());
            insert.setTimestamp(9, Timestamp.from(recorded.at()));
            insert.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, PolicyKey key) throws SQLException {
        statement.setString(1, key.tenant());
        statement.setString(2, key.legalEntity());
        statement.setString(3, key.contract());
    }

    private static <T> T read(byte[] json, Class<T> type) {
        try {
            return WireJson.read(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException("a policy or reminder is stored in a form that cannot be read", e);
        }
    }
}
