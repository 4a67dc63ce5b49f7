package io.wattledger.billing.rest;

import io.wattledger.billing.flow.AssignPayment;
import io.wattledger.billing.flow.AssignPayment.Wanted;
import io.wattledger.billing.flow.AssignmentRefused;
import io.wattledger.billing.flow.PaymentBook.Kept;
import io.wattledger.billing.flow.PaymentBook.Query;
import io.wattledger.billing.flow.PaymentBook.Status;
import io.wattledger.billing.payment.BankTransaction;
import io.wattledger.billing.rest.PageParameters.Cut;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What banks have booked, what it was taken for, and what waits for a person. */
@Path("/api/v1/bank-transactions")
@Tag(name = "payments", description = "Bank statements, and which invoices their transactions pay")
public class BankTransactionResource {

    private final AssignPayment assignPayment;
    private final MoneyRequests requests;
    private final Caller caller;

    BankTransactionResource(AssignPayment assignPayment, MoneyRequests requests, Caller caller) {
        this.assignPayment = assignPayment;
        this.requests = requests;
        this.caller = caller;
    }

    /**
     * A page.
     *
     * @param items in the order in which they were taken in
     * @param nextCursor leads to the next page; absent on the last one
     */
    @Schema(name = "BankTransactionPage")
    public record Page(
            List<TransactionView> items, @Nullable String nextCursor) {}

    /**
     * A bank transaction.
     *
     * @param id the same in whatever file it comes
     * @param status {@code new}, {@code assigned}, {@code unmatched}, {@code outgoing}, {@code returned} or {@code reversal}
     * @param reason why it waits for a person, as a code; absent where it does not
     * @param detail the reason in words
     * @param amount what it adds to the account, below zero where it takes
     * @param rest what is in no ledger yet, without sign
     * @param bookedOn day of the booking
     * @param payer name of the other side, as the bank writes it
     * @param bankReference the bank's name of it
     * @param endToEnd the payer's name of it
     * @param references the documents that it names
     * @param text words to people
     * @param reverses id of the transaction that it takes back
     * @param shares what is in ledgers of it; only on the transaction itself, not in lists
     */
    @Schema(name = "BankTransaction")
    public record TransactionView(
            String id,
            String status,
            @Nullable String reason,
            @Nullable String detail,
            InvoiceResource.Amount amount,
            InvoiceResource.Amount rest,
            LocalDate bookedOn,
            @Nullable String payer,
            @Nullable String bankReference,
            @Nullable String endToEnd,
            List<String> references,
            List<String> text,
            @Nullable String reverses,
            @Nullable List<ShareView> shares) {}

    /**
     * The part of a transaction that is in the ledger of an invoice.
     *
     * @param invoice number
     * @param amount in the invoice's currency
     * @param ofTransaction in the account's currency
     * @param assignedBy a person, or {@code bank statement} where it was clear
     */
    @Schema(name = "PaymentShare")
    public record ShareView(String invoice, BigDecimal amount, BigDecimal ofTransaction, String assignedBy) {}

    /**
     * What a transaction is for.
     *
     * @param assignments at least one, each invoice once
     */
    @Schema(name = "PaymentAssignmentRequest")
    public record AssignmentBody(List<AssignmentPart> assignments) {}

    /**
     * How much is for an invoice.
     *
     * @param invoice number
     * @param amount in the invoice's currency, more than zero
     * @param ofTransaction how much of the transaction that is, in the account's currency; needed where the two differ
     */
    @Schema(name = "PaymentAssignment")
    public record AssignmentPart(
            String invoice, BigDecimal amount, @Nullable BigDecimal ofTransaction) {}

    /** Transactions, for example those that wait for a person. */
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "listBankTransactions", summary = "What banks have booked, and what waits for a person")
    public Page list(
            @Parameter(description = "new, assigned, unmatched, outgoing, returned or reversal", example = "unmatched")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(
                            description = "SHA-256 of the file in which they came first",
                            example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                    @QueryParam("file")
                    @Nullable
                    String file,
            @BeanParam PageParameters page) {
        Query query = new Query(status(status), file, Cursor.sequenceFromWire(page.cursor), page.most());
        Cut<Kept> transactions = page.cut(assignPayment.list(query), last -> Cursor.toWire(last.sequence()));
        return new Page(transactions.map(kept -> toWire(kept, null)), transactions.nextCursor());
    }

    /** A transaction. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getBankTransaction", summary = "A bank transaction, and which invoices it pays")
    public TransactionView get(
            @Parameter(description = "id of the transaction", example = "btx_3f2a9c7d10b84e5f6a7b8c9d0e1f2a3b4c5d6e7f")
                    @PathParam("id")
                    String id) {
        return toWire(find(id));
    }

    /** Says what a transaction is for that could not be matched. */
    @POST
    @Path("/{id}/assignments")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "assignBankTransaction",
            summary = "Say what a bank transaction is for",
            description = "All of the assignments or none. A rest goes on waiting. What is assigned is entered in the"
                    + " ledgers of the invoices; a payment that the bank took back is entered the other way.")
    @APIResponse(
            responseCode = "201",
            description = "The transaction with its assignments",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = TransactionView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The transaction does not wait, or a request under this idempotency key is being worked on")
    public Response assign(
            @Parameter(description = "id of the transaction", example = "btx_3f2a9c7d10b84e5f6a7b8c9d0e1f2a3b4c5d6e7f")
                    @PathParam("id")
                    String id,
            AssignmentBody body,
            @Parameter(description = "new for each new request; kept for at least 7 days", example = "assign-4711")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        MoneyRequests.required(key);
        Set<String> tenants = tenants(body);
        // The answer shows what was assigned before, too.
        find(id).shares().forEach(share -> tenants.add(share.tenant()));
        List<Wanted> wanted = body.assignments().stream()
                .map(part -> new Wanted(part.invoice(), part.amount(), part.ofTransaction()))
                .toList();
        return requests.answer(key, "POST assignments " + id, body, tenants, connection -> {
            try {
                return switch (assignPayment.assign(connection, id, wanted, caller.name())) {
                    case AssignPayment.Assigned assigned ->
                        MoneyRequests.json(201, "/api/v1/bank-transactions/" + id, toWire(assigned.shown()));
                    case AssignPayment.NotWaiting not ->
                        throw new Refusal(BillingProblem.TRANSACTION_NOT_WAITING, id + " is " + wireName(not.status()));
                };
            } catch (AssignmentRefused e) {
                throw refused(e.index(), e.member(), String.valueOf(e.getMessage()));
            }
        });
    }

    /** Whom the invoices of an assignment bill; refuses what is no invoice, or stands twice. */
    private Set<String> tenants(AssignmentBody body) {
        if (body.assignments().isEmpty()) {
            throw new Refusal(
                    CommonProblem.INVALID,
                    "assignments is empty; name at least one invoice",
                    List.of(new FieldError("/assignments", "is empty")));
        }
        Set<String> tenants = new TreeSet<>();
        Set<String> numbers = new TreeSet<>();
        for (int i = 0; i < body.assignments().size(); i++) {
            int index = i;
            String number = body.assignments().get(i).invoice();
            tenants.add(assignPayment
                    .tenantOf(number)
                    .orElseThrow(() -> refused(index, "invoice", "there is no invoice '" + number + "'")));
            if (!numbers.add(number)) {
                throw refused(index, "invoice", "'" + number + "' stands twice");
            }
        }
        return tenants;
    }

    private AssignPayment.Shown find(String id) {
        return assignPayment
                .find(id)
                .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no bank transaction '" + id + "'"));
    }

    private static TransactionView toWire(AssignPayment.Shown shown) {
        return toWire(
                shown.kept(),
                shown.shares().stream()
                        .map(share -> new ShareView(
                                share.number(), share.amount(), share.ofTransaction(), share.assignedBy()))
                        .toList());
    }

    private static TransactionView toWire(Kept kept, @Nullable List<ShareView> shares) {
        BankTransaction transaction = kept.transaction();
        String currency = transaction.booking().currency().getCurrencyCode();
        return new TransactionView(
                transaction.id(),
                wireName(kept.fate().status()),
                kept.fate().reason(),
                kept.fate().detail(),
                new InvoiceResource.Amount(transaction.booking().amount(), currency),
                new InvoiceResource.Amount(kept.rest(), currency),
                transaction.booking().bookedOn(),
                transaction.payer().name(),
                transaction.bankReference(),
                transaction.endToEnd(),
                transaction.remittance().structured().stream()
                        .map(BankTransaction.Named::reference)
                        .toList(),
                transaction.remittance().text(),
                kept.fate().reverses(),
                shares);
    }

    static String wireName(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Status status(@Nullable String wanted) {
        if (wanted == null) {
            return null;
        }
        return Arrays.stream(Status.values())
                .filter(one -> wireName(one).equals(wanted))
                .findFirst()
                .orElseThrow(() -> invalid(
                        "status",
                        wanted,
                        "one of "
                                + Arrays.stream(Status.values())
                                        .map(BankTransactionResource::wireName)
                                        .toList()));
    }

    private static Refusal invalid(String name, String value, String rule) {
        return new Refusal(
                BillingProblem.INVALID_PARAMETER,
                name + " '" + value + "' is not " + rule,
                List.of(new FieldError(name, rule)));
    }

    private static Refusal refused(int index, String member, String detail) {
        return new Refusal(
                BillingProblem.ASSIGNMENT_REFUSED,
                member + " " + detail,
                List.of(new FieldError("/assignments/" + index + "/" + member, detail)));
    }
}
