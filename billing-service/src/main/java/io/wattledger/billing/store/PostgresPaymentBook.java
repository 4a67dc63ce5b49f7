package io.wattledger.billing.store;

import io.wattledger.billing.flow.PaymentBook;
import io.wattledger.billing.flow.ReceivableBook;
import io.wattledger.billing.payment.BankTransaction;
import io.wattledger.billing.payment.PayableInvoice;
import io.wattledger.billing.payment.PaymentKeys;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.WireJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Bank statements and transactions in tables; a transaction's content as JSON beside what is asked for. */
@ApplicationScoped
public class PostgresPaymentBook implements PaymentBook {

    private static final String ADD_FILE = """
            INSERT INTO bank_statement_file (sha256, content, statements, received_at, received_by, booked, known)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;
    private static final String ADD_TRANSACTION = """
            INSERT INTO bank_transaction (id, file, iban, legal_entities, amount, bank_reference, end_to_end, named, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """;
    private static final String TRANSACTION =
            "SELECT sequence, file, legal_entities, content, status, assigned, reason, "
                    + "detail, reverses FROM bank_transaction ";
    private static final String ORIGINALS = TRANSACTION + """
            WHERE status IN ('assigned', 'unmatched')
              AND (iban, amount) = (SELECT iban, -amount FROM bank_transaction WHERE id = ?)
              AND (end_to_end = ? OR bank_reference = ? OR named && ?)
            ORDER BY sequence
            """;
    private static final String NAMED = """
            SELECT tenant_id, contract_id, number, legal_entity, currency, stated_by_payers(payment_reference) FROM invoice
            WHERE kind <> 'credit-note' AND (stated_by_payers(payment_reference) = ANY (?) OR bare_number(number) = ANY (?))
            ORDER BY tenant_id, number
            """;
    private static final String ADD_SHARE = """
            INSERT INTO payment_share (tenant_id, transaction_id, number, amount, of_transaction, assigned_by, assigned_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;

    private final ReceivableBook receivables;

    PostgresPaymentBook(ReceivableBook receivables) {
        this.receivables = receivables;
    }

    @Override
    public boolean addFile(Connection connection, StatementFile file, byte[] content) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD_FILE)) {
            insert.setString(1, file.sha256());
            insert.setBytes(2, content);
            insert.setString(3, json(file.statements()));
            insert.setTimestamp(4, Timestamp.from(file.receivedAt()));
            insert.setString(5, file.receivedBy());
            insert.setInt(6, file.booked());
            insert.setInt(7, file.known());
            return insert.executeUpdate() == 1;
        }
    }

    @Override
    public void addTransactions(
            Connection connection, String file, Set<String> legalEntities, String iban, List<BankTransaction> all)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD_TRANSACTION)) {
            for (BankTransaction transaction : all) {
                insert.setString(1, transaction.id());
                insert.setString(2, file);
                insert.setString(3, iban);
                insert.setArray(4, connection.createArrayOf("text", legalEntities.toArray()));
                insert.setBigDecimal(5, transaction.booking().amount());
                insert.setString(6, transaction.bankReference());
                insert.setString(7, transaction.endToEnd());
                insert.setArray(8, connection.createArrayOf("text", named(transaction)));
                insert.setString(9, json(transaction));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public Set<String> known(Connection connection, Set<String> ids) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM bank_transaction WHERE id = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("text", ids.toArray()));
            return new HashSet<>(Rows.read(select, row -> row.getString(1)));
        }
    }

    @Override
    public Optional<StatementFile> file(Connection connection, String sha256) throws SQLException {
        String sql = "SELECT sha256, received_at, received_by, statements, booked, known FROM bank_statement_file "
                + "WHERE sha256 = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, sha256);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new StatementFile(
                                row.getString(1),
                                row.getTimestamp(2).toInstant(),
                                row.getString(3),
                                List.of(read(row.getString(4), StatementHead[].class)),
                                row.getInt(5),
                                row.getInt(6)))
                        : Optional.empty();
            }
        }
    }

    @Override
    public List<Kept> list(Connection connection, Query query) throws SQLException {
        String sql =
                TRANSACTION + "WHERE (? OR status = ?) AND (? OR file = ?) AND sequence > ? ORDER BY sequence LIMIT ?";
        Status status = query.status();
        String file = query.file();
        Long after = query.after();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setBoolean(1, status == null);
            select.setString(2, status == null ? "" : toRow(status));
            select.setBoolean(3, file == null);
            select.setString(4, file == null ? "" : file);
            select.setLong(5, after == null ? 0 : after);
            select.setInt(6, query.limit());
            return transactions(select);
        }
    }

    @Override
    public long pending(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT count(*) FROM bank_transaction WHERE status = 'new'");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public Optional<Kept> find(Connection connection, String id) throws SQLException {
        return one(connection, id, "");
    }

    @Override
    public Optional<Kept> lock(Connection connection, String id) throws SQLException {
        return one(connection, id, " FOR UPDATE");
    }

    @Override
    public List<Kept> originals(Connection connection, Kept reversal) throws SQLException {
        BankTransaction transaction = reversal.transaction();
        try (PreparedStatement select = connection.prepareStatement(ORIGINALS)) {
            select.setString(1, transaction.id());
            select.setString(2, transaction.endToEnd());
            select.setString(3, transaction.bankReference());
            select.setArray(4, connection.createArrayOf("text", named(transaction)));
            return transactions(select);
        }
    }

    @Override
    public void decide(Connection connection, String id, Fate fate) throws SQLException {
        String sql = "UPDATE bank_transaction SET status = ?, assigned = ?, reason = ?, detail = ?, reverses = ? "
                + "WHERE id = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, toRow(fate.status()));
            update.setBigDecimal(2, fate.assigned());
            update.setString(3, fate.reason());
            update.setString(4, fate.detail());
            update.setString(5, fate.reverses());
            update.setString(6, id);
            update.executeUpdate();
        }
    }

    @Override
    public void addShare(Connection connection, Share share) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD_SHARE)) {
            insert.setString(1, share.tenant());
            insert.setString(2, share.transaction());
            insert.setString(3, share.number());
            insert.setBigDecimal(4, share.amount());
            insert.setBigDecimal(5, share.ofTransaction());
            insert.setString(6, share.assignedBy());
            insert.setTimestamp(7, Timestamp.from(share.assignedAt()));
            insert.executeUpdate();
        }
    }

    @Override
    public List<Share> shares(Connection connection, String transaction) throws SQLException {
        String sql = "SELECT tenant_id, transaction_id, number, amount, of_transaction, assigned_by, assigned_at "
                + "FROM payment_share WHERE transaction_id = ? ORDER BY number";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, transaction);
            return Rows.read(
                    select,
                    row -> new Share(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getBigDecimal(4),
                            row.getBigDecimal(5),
                            row.getString(6),
                            row.getTimestamp(7).toInstant()));
        }
    }

    @Override
    public List<PayableInvoice> named(Connection connection, PaymentKeys keys) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NAMED)) {
            select.setArray(1, textArray(connection, keys.references()));
            select.setArray(2, textArray(connection, keys.numbers()));
            return Rows.read(
                    select,
                    row -> new PayableInvoice(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            Currency.getInstance(row.getString(5)),
                            row.getString(6),
                            receivables.receivable(connection, row.getString(3)).orElseThrow()));
        }
    }

    private static Array textArray(Connection connection, Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    /** The documents that a transaction names, as far as a reversal can be known by them. */
    private static Object[] named(BankTransaction transaction) {
        return transaction.remittance().structured().stream()
                .map(BankTransaction.Named::reference)
                .distinct()
                .toArray();
    }

    private static Optional<Kept> one(Connection connection, String id, String lock) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(TRANSACTION + "WHERE id = ?" + lock)) {
            select.setString(1, id);
            return transactions(select).stream().findFirst();
        }
    }

    private static List<Kept> transactions(PreparedStatement select) throws SQLException {
        List<Kept> transactions = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Set<String> owners =
                        new TreeSet<>(Arrays.asList((String[]) row.getArray(3).getArray()));
                Fate fate = new Fate(
                        Status.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                        row.getBigDecimal(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9));
                transactions.add(new Kept(
                        row.getLong(1), row.getString(2), owners, read(row.getString(4), BankTransaction.class), fate));
            }
        }
        return transactions;
    }

    private static String toRow(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static String json(Object value) {
        return new String(WireJson.write(value), StandardCharsets.UTF_8);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return WireJson.read(json.getBytes(StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new UncheckedIOException("a bank statement is stored in a form that cannot be read", e);
        }
    }
}
