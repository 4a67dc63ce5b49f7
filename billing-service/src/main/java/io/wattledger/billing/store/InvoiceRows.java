package io.wattledger.billing.store;

import io.wattledger.billing.flow.DocumentKind;
import io.wattledger.billing.flow.InvoiceBook.Amounts;
import io.wattledger.billing.flow.InvoiceBook.Dates;
import io.wattledger.billing.flow.InvoiceBook.DocumentHash;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.flow.InvoiceBook.Position;
import io.wattledger.billing.flow.InvoiceBook.Query;
import io.wattledger.billing.flow.InvoiceBook.Subject;
import io.wattledger.billing.flow.InvoiceBook.Summary;
import io.wattledger.billing.flow.InvoiceDocument;
import io.wattledger.billing.flow.PeriodKey;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads issued invoices back. */
final class InvoiceRows {

    private static final String LIST = """
            SELECT invoice.tenant_id, number, kind, credits, legal_entity, contract_id, month, issue_date, due_date,
                   currency, net, tax, payable,
                   array(SELECT kind || ':' || sha256 FROM invoice_document
                         WHERE invoice_document.tenant_id = invoice.tenant_id
                           AND invoice_document.number = invoice.number),
                   array(SELECT kind || ':' || amount || ':' || booked_on || ':' || reference FROM receivable_entry
                         WHERE receivable_entry.tenant_id = invoice.tenant_id
                           AND receivable_entry.number = invoice.number ORDER BY entry)
            FROM invoice
            WHERE (? OR tenant_id = ANY (?)) AND (? OR month = ?) AND (? OR legal_entity = ?) AND (? OR kind = ?)
              AND (? OR (tenant_id, number) > (?, ?))
            ORDER BY tenant_id, number LIMIT ?
            """;
    private static final String FIND =
            "SELECT tenant_id, contract_id, month, kind, model, account_revision FROM invoice WHERE number = ?";

    private InvoiceRows() {}

    static Optional<InvoiceDocument> document(Connection connection, String number, DocumentKind kind)
            throws SQLException {
        String sql = "SELECT sha256, content FROM invoice_document WHERE number = ? AND kind = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, number);
            select.setString(2, kind.name());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new InvoiceDocument(kind, row.getString(1), row.getBytes(2)))
                        : Optional.empty();
            }
        }
    }

    static List<Summary> list(Connection connection, Query query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LIST)) {
            select.setBoolean(1, query.tenants().isEmpty());
            select.setArray(2, connection.createArrayOf("text", query.tenants().toArray()));
            YearMonth month = query.month();
            select.setBoolean(3, month == null);
            select.setString(4, month == null ? "" : month.toString());
            String entity = query.legalEntity();
            select.setBoolean(5, entity == null);
            select.setString(6, entity == null ? "" : entity);
            Filing filing = query.filing();
            select.setBoolean(7, filing == null);
            select.setString(8, filing == null ? "" : FilingColumn.toRow(filing));
            Position after = query.after();
            select.setBoolean(9, after == null);
            select.setString(10, after == null ? "" : after.tenant());
            select.setString(11, after == null ? "" : after.number());
            select.setInt(12, query.limit());
            return Rows.read(select, InvoiceRows::summary);
        }
    }

    static Optional<Filed> find(Connection connection, String number) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, number);
            return filed(select);
        }
    }

    static Optional<Filed> find(Connection connection, String tenant, String number) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND + " AND tenant_id = ?")) {
            select.setString(1, number);
            select.setString(2, tenant);
            return filed(select);
        }
    }

    private static Optional<Filed> filed(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            Invoice invoice = fromRow(row.getBytes(5));
            PeriodKey key = new PeriodKey(
                    row.getString(1),
                    row.getString(2),
                    YearMonth.parse(row.getString(3)),
                    invoice.heading().period().groupName());
            return Optional.of(new Filed(key, FilingColumn.fromRow(row.getString(4)), invoice, row.getLong(6)));
        }
    }

    private static Summary summary(ResultSet row) throws SQLException {
        List<DocumentHash> documents = Arrays.stream((String[]) row.getArray(14).getArray())
                .map(pair -> pair.split(":", 2))
                .map(pair -> new DocumentHash(DocumentKind.valueOf(pair[0]), pair[1]))
                .sorted(Comparator.comparing(document -> document.kind().name()))
                .toList();
        LocalDate dueDate = row.getObject(9, LocalDate.class);
        List<ReceivableEntry> entries = Arrays.stream(
                        (String[]) row.getArray(15).getArray())
                .map(entry -> entry.split(":", 4))
                .map(entry -> new ReceivableEntry(
                        EntryKind.valueOf(entry[0]), new BigDecimal(entry[1]), LocalDate.parse(entry[2]), entry[3]))
                .toList();
        return new Summary(
                row.getString(1),
                row.getString(2),
                new Subject(
                        FilingColumn.fromRow(row.getString(3)),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        YearMonth.parse(row.getString(7))),
                new Dates(row.getObject(8, LocalDate.class), dueDate),
                new Amounts(row.getString(10), row.getBigDecimal(11), row.getBigDecimal(12), row.getBigDecimal(13)),
                documents,
                entries.isEmpty() ? null : new Receivable(dueDate, entries));
    }

    private static Invoice fromRow(byte[] model) {
        try {
            return WireJson.read(model, Invoice.class);
        } catch (IOException e) {
            throw new UncheckedIOException("an invoice is stored in a form that cannot be read", e);
        }
    }
}
