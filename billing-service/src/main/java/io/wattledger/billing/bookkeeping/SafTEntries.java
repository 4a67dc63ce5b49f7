package io.wattledger.billing.bookkeeping;

import io.wattledger.billing.bookkeeping.SafTXml.Length;
import io.wattledger.billing.bookkeeping.Voucher.Journal;
import io.wattledger.billing.bookkeeping.Voucher.Posting;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes vouchers as the journals of a SAF-T file, one after the other. Vouchers of one journal have to follow each other.
 */
public final class SafTEntries {

    /** The zone of whoever reads the file. */
    private static final ZoneId NORWAY = ZoneId.of("Europe/Oslo");

    private static final int DEPTH_OF_JOURNALS = 2;
    private static final int MOST_DIGITS_OF_A_RATE = 8;

    private final SafTXml xml;
    private final ChartOfAccounts chart;
    private final Currency books;
    private @Nullable Journal open;

    /** Writes to {@code out}, which the caller closes after {@link #end}. */
    public SafTEntries(AuditSelection selection, OutputStream out) {
        xml = new SafTXml(out, DEPTH_OF_JOURNALS);
        chart = selection.chart();
        books = selection.seller().accountingCurrency();
    }

    /** Writes a voucher. */
    public void add(Booking booking) {
        Journal journal = booking.voucher().kind().journal();
        if (journal != open) {
            close();
            xml.begin("Journal");
            xml.element("JournalID", journal.name());
            xml.element("Description", journal.words());
            xml.element("Type", "AR");
            open = journal;
        }
        transaction(booking);
    }

    /** Ends the last journal. */
    public void end() {
        close();
        xml.flush();
    }

    private void close() {
        if (open != null) {
            xml.end();
            open = null;
        }
    }

    private void transaction(Booking booking) {
        Voucher voucher = booking.voucher();
        // Nothing entered is changed afterwards: the day of entry is also the day of the last change.
        String enteredOn = LocalDate.ofInstant(booking.recordedAt(), NORWAY).toString();
        xml.begin("Transaction");
        xml.element("TransactionID", voucher.number());
        xml.element("Period", Integer.toString(voucher.date().getMonthValue()));
        xml.element("PeriodYear", Integer.toString(voucher.date().getYear()));
        xml.element("TransactionDate", voucher.date().toString());
        xml.element("VoucherType", voucher.kind().code());
        xml.element("VoucherDescription", voucher.kind().words());
        xml.words("Description", voucher.kind().words() + " " + voucher.number(), Length.LONG);
        xml.element("SystemEntryDate", enteredOn);
        xml.element("GLPostingDate", enteredOn);
        xml.element("ModificationDate", enteredOn);
        Map<Posting, Money> taxes = taxes(voucher);
        int record = 0;
        for (Posting posting : voucher.postings()) {
            record++;
            line(booking, posting, record, taxes.get(posting));
        }
        xml.end();
    }

    private void line(Booking booking, Posting posting, int record, @Nullable Money tax) {
        Invoice document = booking.document();
        boolean isOwed = posting.account().equals(chart.receivable());
        xml.begin("Line");
        xml.element("RecordID", Integer.toString(record));
        xml.element("AccountID", posting.account());
        xml.element("SourceDocumentID", document.heading().number());
        xml.element("CustomerID", isOwed ? booking.voucher().customer() : null);
        xml.words("Description", words(posting.subject()), Length.LONG);
        amount(posting.booked().signum() < 0 ? "CreditAmount" : "DebitAmount", booking, posting);
        if (tax != null && posting.taxCode() != null) {
            tax(posting, posting.taxCode(), tax.amount());
        }
        xml.element("ReferenceNumber", document.heading().number());
        xml.element("CID", document.references().paymentReference());
        xml.element("DueDate", isOwed ? document.heading().dueDate().toString() : null);
        xml.element("CrossReference", matched(booking));
        xml.end();
    }

    private void amount(String name, Booking booking, Posting posting) {
        Currency currency = booking.document().heading().currency();
        xml.begin(name);
        xml.number("Amount", posting.booked().abs());
        if (!currency.equals(books) && posting.amount().signum() != 0) {
            BigDecimal rate = booking.voucher().rate().stripTrailingZeros();
            xml.element("CurrencyCode", currency.getCurrencyCode());
            xml.number("CurrencyAmount", posting.amount().abs());
            xml.element("ExchangeRate", rate.scale() > MOST_DIGITS_OF_A_RATE ? null : rate.toPlainString());
        }
        xml.end();
    }

    private void tax(Posting posting, String code, BigDecimal tax) {
        boolean isCredit = tax.signum() == 0 ? posting.booked().signum() < 0 : tax.signum() < 0;
        xml.begin("TaxInformation");
        xml.element("TaxType", SafTFile.VALUE_ADDED_TAX);
        xml.element("TaxCode", code);
        chart.vatOfCode(code).ifPresent(vat -> xml.number("TaxPercentage", vat.ratePercent()));
        xml.element("Country", SafTFile.COUNTRY);
        xml.number("TaxBase", posting.booked().abs());
        xml.begin(isCredit ? "CreditTaxAmount" : "DebitTaxAmount");
        xml.number("Amount", tax.abs());
        xml.end();
        xml.end();
    }

    /**
     * The tax of each posting that is taxed, as booked: SAF-T has it beside what it is on. VAT is computed once per rate
     * (BR-CO-17), so it is shared out here; the shares come to what is booked on the account of VAT.
     */
    private Map<Posting, Money> taxes(Voucher voucher) {
        Map<Posting, Money> taxes = new IdentityHashMap<>();
        List<String> codes = voucher.postings().stream()
                .filter(one -> one.taxCode() != null)
                .map(one -> String.valueOf(one.taxCode()))
                .distinct()
                .toList();
        for (String code : codes) {
            List<Posting> bases = new ArrayList<>();
            Money tax = Money.zero(books);
            for (Posting posting : voucher.postings()) {
                if (code.equals(posting.taxCode())) {
                    if (posting.taxed() == null) {
                        bases.add(posting);
                    } else {
                        tax = tax.plus(new Money(posting.booked(), books));
                    }
                }
            }
            List<Money> shares = tax.sharedBy(
                    bases.stream().map(one -> new Money(one.booked(), books)).toList());
            for (int i = 0; i < bases.size(); i++) {
                taxes.put(bases.get(i), shares.get(i));
            }
        }
        return taxes;
    }

    private static String words(Voucher.Subject subject) {
        StringBuilder words = new StringBuilder(subject.text());
        if (subject.project() != null) {
            words.append(' ').append(subject.project());
        }
        if (subject.site() != null) {
            words.append(' ').append(subject.site());
        }
        return words.toString();
    }

    private static @Nullable String matched(Booking booking) {
        CreditedInvoice credited = booking.document().heading().credited();
        if (credited != null) {
            return credited.number();
        }
        return booking.voucher().kind() == Voucher.Kind.INVOICE
                ? null
                : booking.document().heading().number();
    }
}
