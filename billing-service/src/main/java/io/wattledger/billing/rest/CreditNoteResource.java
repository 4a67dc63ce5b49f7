package io.wattledger.billing.rest;

import io.wattledger.billing.flow.CreditInvoice;
import io.wattledger.billing.invoice.CreditGround;
import io.wattledger.billing.invoice.CreditRefused;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Credits issued invoices; nothing else takes back what was issued. */
@Path("/api/v1/invoices/{number}/credit-notes")
@Tag(name = "invoices", description = "Issued invoices and credit notes, their documents and how they stand")
public class CreditNoteResource {

    private final CreditInvoice creditInvoice;
    private final MoneyRequests requests;
    private final IssueDates issueDates;
    private final Caller caller;

    CreditNoteResource(CreditInvoice creditInvoice, MoneyRequests requests, IssueDates issueDates, Caller caller) {
        this.creditInvoice = creditInvoice;
        this.requests = requests;
        this.issueDates = issueDates;
        this.caller = caller;
    }

    /**
     * What is to be given back: one of {@code lines} and {@code amount}, or all that is left where neither is given.
     *
     * @param reason why; it stays in the books
     * @param statement words for the customer, which stand on the documents after why it is issued; absent where there are none
     * @param lines lines of the invoice
     * @param amount an amount without VAT, spread over the lines by what is left of each
     * @param issueDate date of the credit note, not before that of the invoice and not in the future; absent means today where
     *     the seller is
     */
    @Schema(name = "CreditNoteRequest")
    public record CreditBody(
            String reason,

            @Schema(
                    description = "words for the customer, which stand on the documents after the sentence that"
                            + " says why the credit note is issued; one paragraph",
                    maxLength = CreditGround.LONGEST_STATEMENT,
                    examples = "The cluster was not available as agreed on 12 October.")
            @Nullable
            String statement,

            @Nullable List<LineBody> lines,
            @Nullable BigDecimal amount,
            @Nullable LocalDate issueDate) {}

    /**
     * A line to be credited.
     *
     * @param line its number on the invoice
     * @param amount without VAT, more than zero; absent means all that is left of the line
     */
    @Schema(name = "CreditedLine")
    public record LineBody(int line, @Nullable BigDecimal amount) {}

    /**
     * An issued credit note.
     *
     * @param number its number in the series of the legal entity
     * @param credits the invoice that it takes back
     * @param issueDate when it was issued
     * @param net total without VAT
     * @param tax VAT total
     * @param payable amount due to the tenant
     */
    @Schema(name = "CreditNote")
    public record CreditNoteView(
            String number, String credits, LocalDate issueDate, Money net, Money tax, Money payable) {}

    /** Issues a credit note. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "creditInvoice",
            summary = "Credit an invoice in full, by line or by amount",
            description =
                    "Never more than is left of a line or of a VAT rate. In full is how an invoice is voided. The credit"
                            + " note is a document of its own, with number, JSON, PDF, UBL and CSV. It says why it is"
                            + " issued, and the statement after it; the reason stays in the books.")
    @APIResponse(
            responseCode = "201",
            description = "The credit note",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CreditNoteView.class)))
    @APIResponse(responseCode = "409", description = "A request under this idempotency key is being worked on")
    public Response credit(
            @Parameter(description = "number of the invoice", example = "NO26-000042") @PathParam("number")
                    String number,
            CreditBody body,
            @Parameter(description = "new for each new request; kept for at least 7 days", example = "credit-4711")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        MoneyRequests.required(key);
        String tenant = creditInvoice
                .tenantOf(number)
                .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no invoice '" + number + "'"));
        CreditInvoice.Request request = request(number, body);
        return requests.answer(key, "POST credit-notes " + number, body, List.of(tenant), connection -> {
            try {
                return switch (creditInvoice.credit(connection, request)) {
                    case CreditInvoice.Issued issued -> {
                        String created = issued.creditNote().heading().number();
                        yield MoneyRequests.json(201, "/api/v1/invoices/" + created, view(issued.creditNote(), number));
                    }
                    case CreditInvoice.NotAnInvoice ignored ->
                        throw new Refusal(
                                BillingProblem.NOT_AN_INVOICE, number + " is a credit note; credit an invoice");
                    case CreditInvoice.DatedBefore before ->
                        throw wronglyDated(
                                "must not be before " + before.invoiceDate() + ", the date of invoice " + number);
                    case CreditInvoice.Invalid invalid -> throw refusal(invalid);
                };
            } catch (CreditRefused e) {
                throw new Refusal(
                        BillingProblem.NOTHING_LEFT_TO_CREDIT,
                        e.detail(),
                        List.of(new FieldError(e.pointer(), e.detail())));
            }
        });
    }

    private static Refusal refusal(CreditInvoice.Invalid invalid) {
        return new Refusal(
                BillingProblem.DOCUMENT_INVALID,
                invalid.violations().size() == 1
                        ? "the credit note would break a rule"
                        : "the credit note would break " + invalid.violations().size() + " rules",
                invalid.violations().stream()
                        .map(one -> new FieldError("", one.code() + ": " + one.detail()))
                        .toList());
    }

    private static Refusal wronglyDated(String detail) {
        return new Refusal(
                CommonProblem.INVALID,
                "the date of the credit note " + detail,
                List.of(new FieldError("/issueDate", detail)));
    }

    private CreditInvoice.Request request(String number, CreditBody body) {
        String flaw = issueDates.flaw(body.issueDate());
        if (flaw != null) {
            throw wronglyDated(flaw);
        }
        return new CreditInvoice.Request(
                number,
                credit(body),
                reason(body.reason()),
                statement(body.statement()),
                body.issueDate(),
                caller.name());
    }

    private static CreditRequest credit(CreditBody body) {
        BigDecimal amount = body.amount();
        List<LineBody> lines = body.lines();
        if (amount != null && lines != null) {
            throw new Refusal(
                    CommonProblem.INVALID,
                    "lines and amount are given; give one of them, or neither to credit all that is left",
                    List.of(new FieldError("/amount", "cannot stand beside lines")));
        }
        if (lines != null) {
            Map<Integer, @Nullable BigDecimal> amounts = new TreeMap<>();
            for (int i = 0; i < lines.size(); i++) {
                LineBody line = lines.get(i);
                if (amounts.containsKey(line.line())) {
                    throw new Refusal(
                            CommonProblem.INVALID,
                            "line " + line.line() + " stands twice",
                            List.of(new FieldError("/lines/" + i + "/line", "stands twice")));
                }
                amounts.put(line.line(), line.amount());
            }
            return new CreditRequest.ByLine(amounts);
        }
        return amount == null ? new CreditRequest.InFull() : new CreditRequest.ByAmount(amount);
    }

    private static String reason(String reason) {
        if (reason.isBlank()) {
            throw new Refusal(
                    CommonProblem.INVALID,
                    "the reason is blank",
                    List.of(new FieldError("/reason", "say why; it stays in the books")));
        }
        return reason;
    }

    private static @Nullable String statement(@Nullable String statement) {
        String flaw = statement == null ? null : CreditGround.flaw(statement);
        if (flaw != null) {
            throw new Refusal(
                    CommonProblem.INVALID,
                    "the statement cannot stand on a document",
                    List.of(new FieldError("/statement", flaw)));
        }
        return statement == null ? null : statement.strip();
    }

    private static CreditNoteView view(Invoice note, String credits) {
        return new CreditNoteView(
                note.heading().number(),
                credits,
                note.heading().issueDate(),
                note.totals().withoutVat(),
                note.totals().vat(),
                note.totals().payable());
    }
}
