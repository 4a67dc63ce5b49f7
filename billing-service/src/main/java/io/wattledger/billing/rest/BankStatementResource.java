package io.wattledger.billing.rest;

import io.wattledger.billing.flow.AssignPayment;
import io.wattledger.billing.flow.MatchPayments;
import io.wattledger.billing.flow.PaymentBook.Kept;
import io.wattledger.billing.flow.PaymentBook.Query;
import io.wattledger.billing.flow.PaymentBook.StatementFile;
import io.wattledger.billing.flow.TakeBankStatements;
import io.wattledger.billing.payment.StatementRefused;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes in bank statements. The bytes themselves are the key: the same file twice is the same file. */
@Path("/api/v1/bank-statements")
@Tag(name = "payments", description = "Bank statements, and which invoices their transactions pay")
public class BankStatementResource {

    private static final int ALL = 100_000;

    private final TakeBankStatements takeBankStatements;
    private final MatchPayments matchPayments;
    private final AssignPayment assignPayment;
    private final Caller caller;

    BankStatementResource(
            TakeBankStatements takeBankStatements,
            MatchPayments matchPayments,
            AssignPayment assignPayment,
            Caller caller) {
        this.takeBankStatements = takeBankStatements;
        this.matchPayments = matchPayments;
        this.assignPayment = assignPayment;
        this.caller = caller;
    }

    /**
     * An uploaded file.
     *
     * @param sha256 of its bytes, in hexadecimal digits
     * @param receivedAt when it came
     * @param receivedBy from whom
     * @param statements what it holds
     * @param transactions how many transactions it holds
     * @param known how many of them had come in another file before
     * @param byStatus how many of those that came first in this file stand how
     */
    @Schema(name = "BankStatementFile")
    public record FileView(
            String sha256,
            Instant receivedAt,
            String receivedBy,
            List<StatementView> statements,
            int transactions,
            int known,
            Map<String, Integer> byStatus) {}

    /**
     * A statement.
     *
     * @param id the bank's name of it
     * @param iban the account
     * @param legalEntities to whom the account belongs
     * @param opening balance before its entries
     * @param closing balance after them
     */
    @Schema(name = "BankStatement")
    public record StatementView(
            String id,
            String iban,
            List<String> legalEntities,
            InvoiceResource.Amount opening,
            InvoiceResource.Amount closing) {}

    /** Takes in a file and matches what it holds. */
    @POST
    @Consumes({MediaType.APPLICATION_XML, MediaType.TEXT_XML})
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "uploadBankStatements",
            summary = "Take in bank statements and match what they hold",
            description = "ISO 20022 camt.053.001.02 or .08. All of the file or nothing; the same bytes again change"
                    + " nothing, and neither does a transaction that comes again in another file.")
    @APIResponse(
            responseCode = "201",
            description = "Taken in",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = FileView.class)))
    @APIResponse(
            responseCode = "200",
            description = "Known before",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = FileView.class)))
    public Response upload(byte[] content) {
        TakeBankStatements.Taken taken;
        try {
            taken = takeBankStatements.take(content, caller.name());
        } catch (StatementRefused e) {
            throw new Refusal(
                    BillingProblem.BANK_STATEMENT_REFUSED, e.detail(), List.of(new FieldError(e.place(), e.detail())));
        }
        String sha256 = taken.file().sha256();
        matchPayments.workOn(sha256);
        return Response.status(taken.isNew() ? Response.Status.CREATED : Response.Status.OK)
                .location(URI.create("/api/v1/bank-statements/" + sha256))
                .type(MediaType.APPLICATION_JSON)
                .entity(toWire(taken.file()))
                .build();
    }

    /** An uploaded file. */
    @GET
    @Path("/{sha256}")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getBankStatements", summary = "An uploaded file, and how its transactions stand")
    public FileView get(
            @Parameter(
                            description = "SHA-256 of the file in hexadecimal digits",
                            example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                    @PathParam("sha256")
                    String sha256) {
        return takeBankStatements
                .file(sha256)
                .map(this::toWire)
                .orElseThrow(
                        () -> new Refusal(CommonProblem.NOT_FOUND, "there is no bank statement file '" + sha256 + "'"));
    }

    private FileView toWire(StatementFile file) {
        Map<String, Integer> byStatus = new TreeMap<>();
        for (Kept kept : assignPayment.list(new Query(null, file.sha256(), null, ALL))) {
            byStatus.merge(BankTransactionResource.wireName(kept.fate().status()), 1, Integer::sum);
        }
        return new FileView(
                file.sha256(),
                file.receivedAt(),
                file.receivedBy(),
                file.statements().stream()
                        .map(head -> new StatementView(
                                head.id(),
                                head.iban(),
                                head.legalEntities(),
                                amount(head.opening(), head.currency()),
                                amount(head.closing(), head.currency())))
                        .toList(),
                file.booked(),
                file.known(),
                byStatus);
    }

    private static InvoiceResource.Amount amount(BigDecimal amount, String currency) {
        return new InvoiceResource.Amount(amount, currency);
    }
}
