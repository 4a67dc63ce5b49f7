package io.wattledger.billing.store;

import io.wattledger.billing.flow.DocumentKind;
import io.wattledger.billing.flow.InvoiceBook.Amounts;
import io.wattledger.billing.flow.InvoiceBook.Dates;
import io.wattledger.billing.flow.InvoiceBook.DocumentHash;
import io.wattledger.billing.flow.InvoiceBook.Position;
import io.wattledger.billing.flow.InvoiceBook.Query;
import io.wattledger.billing.flow.InvoiceBook.Summary;
import io.wattledger.billing.flow.InvoiceDocument;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads issued invoices back. */
final class InvoiceRows {

    private static final String LIST = """
            SELECT invoice.tenant_id, number, legal_entity, contract_id, month, issue_date, due_date, currency,
                   net, tax, payable,
                   array(SELECT kind || ':' || sha256 FROM invoice_document
                         WHERE invoice_document.tenant_id = invoice.tenant_id
                           AND invoice_document.number = invoice.number)
            FROM invoice
            WHERE (? OR tenant_id = ANY (?)) AND (? OR month = ?) AND (? OR (tenant_id, number) > (?, ?))
            ORDER BY tenant_id, number LIMIT ?
            """;

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
        List<Summary> page = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(LIST)) {
            select.setBoolean(1, query.tenants().isEmpty());
            select.setArray(2, connection.createArrayOf("text", query.tenants().toArray()));
            YearMonth month = query.month();
            select.setBoolean(3, month == null);
            select.setString(4, month == null ? "" : month.toString());
            Position after = query.after();
            select.setBoolean(5, after == null);
            select.setString(6, after == null ? "" : after.tenant());
            select.setString(7, after == null ? "" : after.number());
            select.setInt(8, query.limit());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    page.add(summary(row));
                }
            }
        }
        return page;
    }

    static List<Invoice> models(Connection connection, Collection<YearMonth> months, Collection<String> tenants)
            throws SQLException {
        String sql = "SELECT model FROM invoice WHERE month = ANY (?) AND (? OR tenant_id = ANY (?)) "
                + "ORDER BY tenant_id, number";
        List<Invoice> invoices = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", months.stream().map(YearMonth::toString).toArray()));
            select.setBoolean(2, tenants.isEmpty());
            select.setArray(3, connection.createArrayOf("text", tenants.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    invoices.add(fromRow(row.getBytes(1)));
                }
            }
        }
        return invoices;
    }

    private static Summary summary(ResultSet row) throws SQLException {
        List<DocumentHash> documents = Arrays.stream((String[]) row.getArray(12).getArray())
                .map(pair -> pair.split(":", 2))
                .map(pair -> new DocumentHash(DocumentKind.valueOf(pair[0]), pair[1]))
                .sorted(Comparator.comparing(document -> document.kind().name()))
                .toList();
        return new Summary(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                YearMonth.parse(row.getString(5)),
                new Dates(row.getObject(6, LocalDate.class), row.getObject(7, LocalDate.class)),
                new Amounts(row.getString(8), row.getBigDecimal(9), row.getBigDecimal(10), row.getBigDecimal(11)),
                documents);
    }

    private static Invoice fromRow(byte[] model) {
        try {
            return WireJson.read(model, Invoice.class);
        } catch (IOException e) {
            throw new UncheckedIOException("an invoice is stored in a form that cannot be read", e);
        }
    }
}
