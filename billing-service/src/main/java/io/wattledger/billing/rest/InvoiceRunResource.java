package io.wattledger.billing.rest;

import io.wattledger.billing.flow.ReadInvoiceRun;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.flow.StartInvoiceRun;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Starts invoice runs and shows how far they have come. */
@Path("/api/v1/invoice-runs")
public class InvoiceRunResource {

    private static final int LONGEST_KEY = 255;

    private final StartInvoiceRun startInvoiceRun;
    private final ReadInvoiceRun readInvoiceRun;
    private final Caller caller;

    InvoiceRunResource(StartInvoiceRun startInvoiceRun, ReadInvoiceRun readInvoiceRun, Caller caller) {
        this.startInvoiceRun = startInvoiceRun;
        this.readInvoiceRun = readInvoiceRun;
        this.caller = caller;
    }

    /**
     * What is to be invoiced.
     *
     * @param periods billing months, for example {@code 2026-10}
     * @param tenants whose usage; absent or empty means everybody's
     * @param issueDate date of the invoices; absent means today in UTC
     */
    public record RunBody(
            List<String> periods,
            @Nullable List<String> tenants,
            @Nullable LocalDate issueDate) {}

    /**
     * A run.
     *
     * @param id opaque
     * @param state {@code running} or {@code finished}
     * @param requestedAt when it was asked for
     * @param issueDate date of its invoices
     * @param periods billing months
     * @param items what has become of each contract's month, in the order in which numbers are given
     */
    public record RunView(
            String id,
            String state,
            Instant requestedAt,
            LocalDate issueDate,
            List<String> periods,
            List<ItemView> items) {}

    /**
     * What has become of a contract's month.
     *
     * @param tenant whose
     * @param contract under which contract
     * @param period billing month
     * @param outcome {@code issued}, {@code already-issued}, {@code changed-after-issue}, {@code nothing-to-invoice},
     *     {@code held} or {@code parked}; absent while it waits
     * @param number of the invoice, where there is one
     * @param reasons what is missing or wrong
     */
    public record ItemView(
            String tenant,
            String contract,
            String period,
            @Nullable String outcome,
            @Nullable String number,
            List<HoldReason> reasons) {}

    /** Starts a run; the same key with the same body leads to the same run, however often it is sent. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "startInvoiceRun", summary = "Close billing months and issue their invoices")
    @APIResponse(
            responseCode = "202",
            description = "The run works in the background",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Response start(RunBody body, @HeaderParam("Idempotency-Key") @Nullable String key) {
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new Refusal(
                    BillingProblem.INVALID_PARAMETER,
                    "Idempotency-Key must have 1 to " + LONGEST_KEY + " characters",
                    List.of(new FieldError("Idempotency-Key", "has " + key.length() + " characters")));
        }
        StartInvoiceRun.Request request =
                new StartInvoiceRun.Request(periods(body.periods()), tenants(body.tenants()), body.issueDate());
        return switch (startInvoiceRun.start(request, key, caller.name())) {
            case StartInvoiceRun.Started started ->
                Response.accepted(view(started.run()))
                        .location(URI.create("/api/v1/invoice-runs/" + started.run()))
                        .build();
            case StartInvoiceRun.KeyUsedOtherwise ignored ->
                throw new Refusal(
                        BillingProblem.IDEMPOTENCY_KEY_REUSED,
                        "the key '" + key + "' was sent with another body; use a new key for a new request");
            case StartInvoiceRun.UnknownTenants unknown ->
                throw new Refusal(
                        BillingProblem.INVALID_INVOICE_RUN,
                        "there is no account for " + unknown.tenants(),
                        List.of(new FieldError("/tenants", "unknown: " + unknown.tenants())));
        };
    }

    /** A run as it stands. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getInvoiceRun", summary = "How far an invoice run has come")
    public RunView get(@PathParam("id") String id) {
        return view(id);
    }

    private RunView view(String id) {
        ReadInvoiceRun.RunState state = readInvoiceRun
                .read(id)
                .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no invoice run '" + id + "'"));
        return new RunView(
                state.run().id(),
                state.finished() ? "finished" : "running",
                state.run().requestedAt(),
                state.run().issueDate(),
                state.run().periods(),
                state.items().stream().map(InvoiceRunResource::toWire).toList());
    }

    private static ItemView toWire(ItemState item) {
        return new ItemView(
                item.key().tenant(),
                item.key().contract(),
                item.key().month().toString(),
                item.outcome(),
                item.number(),
                item.reasons());
    }

    private static SortedSet<String> tenants(@Nullable List<String> tenants) {
        SortedSet<String> wanted = new TreeSet<>();
        for (String tenant : tenants == null ? List.<String>of() : tenants) {
            if (tenant == null) {
                throw new Refusal(
                        BillingProblem.INVALID_INVOICE_RUN,
                        "a tenant is null",
                        List.of(new FieldError("/tenants", "name tenants, or leave the member out for all")));
            }
            wanted.add(tenant);
        }
        return wanted;
    }

    private static SortedSet<YearMonth> periods(List<String> periods) {
        SortedSet<YearMonth> months = new TreeSet<>();
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < periods.size(); i++) {
            try {
                months.add(YearMonth.parse(String.valueOf(periods.get(i))));
            } catch (DateTimeParseException e) {
                errors.add(new FieldError("/periods/" + i, "'" + periods.get(i) + "' is no month like 2026-10"));
            }
        }
        if (periods.isEmpty()) {
            errors.add(new FieldError("/periods", "is empty; name at least one month, for example 2026-10"));
        }
        if (!errors.isEmpty()) {
            throw new Refusal(BillingProblem.INVALID_INVOICE_RUN, "the periods cannot be read", errors);
        }
        return months;
    }
}
