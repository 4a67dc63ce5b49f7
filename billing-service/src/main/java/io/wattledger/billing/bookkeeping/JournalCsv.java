package io.wattledger.billing.bookkeeping;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.wattledger.billing.bookkeeping.Voucher.Posting;
import io.wattledger.contracts.WireName;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes vouchers as CSV (RFC 4180, UTF-8), one row per posting, for an accounting system to take in. It keeps none of them, so there may
 * be more than fit into memory.
 */
public final class JournalCsv implements Closeable {

    /** The columns in their order; explained in {@code docs/bookkeeping.md}. */
    public static final List<String> COLUMNS = List.of(
            "voucher",
            "voucher_kind",
            "date",
            "line",
            "account",
            "debit",
            "credit",
            "currency",
            "document_debit",
            "document_credit",
            "document_currency",
            "exchange_rate",
            "tax_code",
            "taxed_amount",
            "customer",
            "payment_reference",
            "project",
            "site",
            "text");

    private final CsvWriter csv;
    private final Currency books;

    /** Begins a document in UTF-8; {@code books} is the currency of the books. */
    public JournalCsv(OutputStream out, Currency books) {
        this.csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.CRLF)
                .build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        this.books = books;
        csv.writeRecord(COLUMNS);
    }

    /** Writes a voucher. */
    public void add(Booking booking) {
        int line = 0;
        for (Posting posting : booking.voucher().postings()) {
            line++;
            csv.writeRecord(cells(booking, posting, line, books));
        }
    }

    /** The document with these vouchers. */
    public static byte[] write(List<Booking> bookings, Currency books) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JournalCsv journal = new JournalCsv(out, books)) {
            bookings.forEach(journal::add);
        } catch (IOException e) {
            throw new UncheckedIOException("writing CSV into memory failed", e);
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private static List<String> cells(Booking booking, Posting posting, int line, Currency books) {
        Voucher voucher = booking.voucher();
        List<String> cells = new ArrayList<>();
        cells.add(voucher.number());
        cells.add(WireName.of(voucher.kind()));
        cells.add(voucher.date().toString());
        cells.add(Integer.toString(line));
        cells.add(posting.account());
        sides(cells, posting.booked());
        cells.add(books.getCurrencyCode());
        sides(cells, posting.amount());
        cells.add(booking.document().heading().currency().getCurrencyCode());
        cells.add(voucher.rate().toPlainString());
        cells.add(orNothing(posting.taxCode()));
        cells.add(posting.taxed() == null ? "" : posting.taxed().toPlainString());
        cells.add(voucher.customer());
        cells.add(voucher.paymentReference());
        cells.add(orNothing(posting.subject().project()));
        cells.add(orNothing(posting.subject().site()));
        cells.add(posting.subject().text());
        return cells;
    }

    private static void sides(List<String> cells, BigDecimal amount) {
        cells.add(amount.signum() > 0 ? amount.toPlainString() : "");
        cells.add(amount.signum() < 0 ? amount.negate().toPlainString() : "");
    }

    private static String orNothing(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
