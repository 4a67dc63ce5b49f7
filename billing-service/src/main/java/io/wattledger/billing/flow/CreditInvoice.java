package io.wattledger.billing.flow;

import io.wattledger.billing.account.IssueDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.flow.InvoiceBook.Origin;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.LineKey;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.TakenBack;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.Writes;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives back what an invoice bills, in whole or in part, by a credit note of its own number. It is computed and printed under
 * the locks of contract and series: whoever credits the same invoice at the same time sees what is left after it.
 */
@ApplicationScoped
public class CreditInvoice {

    private final TenantScope scope;
    private final ReadPeriod reading;
    private final InvoiceBook invoices;
    private final LeftOfInvoice left;
    private final Documents documents;
    private final FileDocument filing;
    private final Clock clock;

    CreditInvoice(
            TenantScope scope,
            ReadPeriod reading,
            InvoiceBook invoices,
            LeftOfInvoice left,
            Documents documents,
            FileDocument filing,
            Clock clock) {
        this.scope = scope;
        this.reading = reading;
        this.invoices = invoices;
        this.left = left;
        this.documents = documents;
        this.filing = filing;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param number of the invoice
     * @param credit how much of it
     * @param reason why, for the books and for whoever asks later
     * @param statement words for the customer that stand on its documents; absent where there are none
     * @param issueDate date of the credit note; not before that of the invoice; absent means today where the seller is
     * @param requestedBy who wants it
     */
    public record Request(
            String number,
            CreditRequest credit,
            String reason,
            @Nullable String statement,
            @Nullable LocalDate issueDate,
            String requestedBy) {}

    /** What has become of a request. */
    public sealed interface Result {}

    /** The credit note was issued. */
    public record Issued(Invoice creditNote) implements Result {}

    /** A credit note is not credited; what it gave back too much is invoiced by a correction of the usage. */
    public record NotAnInvoice() implements Result {}

    /** It would be dated before the invoice that it credits. */
    public record DatedBefore(LocalDate invoiceDate) implements Result {}

    /** It would break rules of its format, by their ids. */
    public record Invalid(List<HoldReason> violations) implements Result {}

    /** Whose invoice it is; empty where the number is unknown. */
    public Optional<String> tenantOf(String number) {
        return scope.asOperator(connection ->
                invoices.find(connection, number).map(filed -> filed.key().tenant()));
    }

    /**
     * Issues the credit note in the caller's transaction, which works for the invoice's tenant.
     *
     * @throws io.wattledger.billing.invoice.CreditRefused when more is asked for than is left
     */
    public Result credit(Connection connection, Request request) throws SQLException {
        Filed filed = invoices.find(connection, request.number()).orElseThrow();
        if (filed.filing() == Filing.CREDIT_NOTE) {
            return new NotAnInvoice();
        }
        LocalDate invoiceDate = filed.invoice().heading().issueDate();
        LegalEntity entity =
                reading.legalEntity(filed.invoice().seller().legalEntity()).orElseThrow();
        LocalDate issueDate = request.issueDate() == null ? today(filed.invoice(), entity) : request.issueDate();
        if (issueDate.isBefore(invoiceDate)) {
            return new DatedBefore(invoiceDate);
        }
        PeriodKey key = filed.key();
        invoices.lockContract(connection, key.tenant(), key.contract());
        List<LineEffect> effects = invoices.effects(connection, request.number());
        Remainder remainder = left.read(connection, filed.invoice(), effects);
        CreditRequest wanted =
                new TakenBack(remainder, givenBack(connection, filed.invoice())).sparing(request.credit());
        CreditNote note = CreditNote.of(remainder, wanted).sayingRequested(request.statement());
        long position = invoices.lockSeries(connection, entity);
        Invoice creditNote = note.numbered(entity.invoiceSeries().number(position), issueDate);
        Documents.Printed printed = documents.print(creditNote);
        if (!printed.violations().isEmpty()) {
            return new Invalid(printed.violations());
        }
        PlannedDocument document = new PlannedDocument(
                Filing.CREDIT_NOTE,
                creditNote,
                printed,
                creditNote.lines().stream()
                        .map(line -> effect(filed.invoice(), creditNote, line, effects))
                        .toList(),
                new InvoiceBasis.OfCredit(
                        request.number(),
                        remainder.left(),
                        wanted.withAmounts(remainder),
                        remainder.across(),
                        new InvoiceBasis.Saying(request.statement())));
        Origin origin =
                new Origin(Filing.CREDIT_NOTE, null, filed.accountRevision(), request.reason(), request.requestedBy());
        Writes.together(connection, writes -> filing.file(writes, entity, key, position, document, origin));
        return new Issued(creditNote);
    }

    /** Today where the seller is, or the day of an invoice that is dated later, as it could be once. */
    private LocalDate today(Invoice invoice, LegalEntity seller) {
        LocalDate today = IssueDay.of(
                clock.instant(),
                seller.seller().identity().country(),
                invoice.heading().period().timeZone());
        LocalDate invoiceDate = invoice.heading().issueDate();
        return today.isBefore(invoiceDate) ? invoiceDate : today;
    }

    /** Of the invoices of which lines of this one take something back, those of which somebody had all that was left credited. */
    private Set<String> givenBack(Connection connection, Invoice invoice) throws SQLException {
        Set<String> givenBack = new HashSet<>();
        for (String number : TakenBack.named(invoice)) {
            Invoice named = invoices.find(connection, number).orElseThrow().invoice();
            List<LineEffect> effects = invoices.effects(connection, number);
            if (left.read(connection, named, effects).isGivenBack(effects)) {
                givenBack.add(number);
            }
        }
        return givenBack;
    }

    /** A line that corrects another bills the usage of that one's month; so what is credited of it counts there. */
    private static LineEffect effect(Invoice credited, Invoice creditNote, InvoiceLine line, List<LineEffect> effects) {
        CorrectedLine names = line.provenance().corrects();
        if (names == null) {
            throw new IllegalStateException("line " + line.number() + " of a credit note names no line");
        }
        String number = credited.heading().number();
        Optional<LineEffect> correcting = effects.stream()
                .filter(effect -> effect.number().equals(number)
                        && Integer.valueOf(effect.line()).equals(names.line()))
                .findFirst();
        String key = correcting
                .map(LineEffect::key)
                .orElseGet(() -> credited.lines().stream()
                        .filter(one -> Integer.valueOf(one.number()).equals(names.line()))
                        .map(one -> LineKey.of(one).text())
                        .findFirst()
                        .orElseThrow());
        return new LineEffect(
                creditNote.heading().number(),
                line.number(),
                names,
                correcting.map(LineEffect::root).orElse(number),
                key,
                LineEffect.Cause.CREDIT,
                line.amount().net().negated());
    }
}
