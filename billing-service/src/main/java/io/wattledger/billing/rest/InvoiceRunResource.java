package io.wattledger.billing.rest;

import io.wattledger.billing.flow.GovernInvoiceRun;
import io.wattledger.billing.flow.ReadInvoiceRun;
import io.wattledger.billing.flow.ReadInvoiceRun.RunState;
import io.wattledger.billing.flow.RunBook;
import io.wattledger.billing.flow.StartInvoiceRun;
import io.wattledger.billing.rest.PageParameters.Cut;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Starts invoice runs, shows how far they have come, lets a second person approve them, and stops them. */
@Path("/api/v1/invoice-runs")
@Tag(name = "invoice-runs", description = "Close billing months: preview, approve, issue, stop, repeat")
public class InvoiceRunResource {

    private static final String REQUIRED = "required";

    private final StartInvoiceRun startInvoiceRun;
    private final GovernInvoiceRun governInvoiceRun;
    private final ReadInvoiceRun readInvoiceRun;
    private final MoneyRequests requests;
    private final IssueDates issueDates;
    private final Caller caller;

    InvoiceRunResource(
            StartInvoiceRun startInvoiceRun,
            GovernInvoiceRun governInvoiceRun,
            ReadInvoiceRun readInvoiceRun,
            MoneyRequests requests,
            IssueDates issueDates,
            Caller caller) {
        this.startInvoiceRun = startInvoiceRun;
        this.governInvoiceRun = governInvoiceRun;
        this.readInvoiceRun = readInvoiceRun;
        this.requests = requests;
        this.issueDates = issueDates;
        this.caller = caller;
    }

    /**
     * What is to be invoiced.
     *
     * @param periods billing months, for example {@code 2026-10}
     * @param tenants whose usage, at least one; absent means everybody's
     * @param issueDate date of the invoices, after the months that they bill and not in the future; absent means today where
     *     each seller is
     * @param approval {@code required} where a second person is to see the preview before anything is issued
     */
    @Schema(name = "InvoiceRunRequest")
    public record RunBody(
            List<String> periods,
            @Nullable List<String> tenants,
            @Nullable LocalDate issueDate,
            @Nullable String approval) {}

    /** Starts a run; the same key with the same body leads to the same run, however often it is sent. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "startInvoiceRun",
            summary = "Close billing months and issue their invoices",
            description =
                    "With dryRun everything is computed, printed and checked, and nothing is issued. With approval"
                            + " required the run waits after that for a second person. A run over months that were issued before"
                            + " changes nothing there, or corrects them as the contract says.")
    @APIResponse(
            responseCode = "202",
            description = "The run works in the background",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "409", description = "A request under this idempotency key is being worked on")
    public Response start(
            RunBody body,
            @Parameter(description = "true computes everything without effect", example = "true")
                    @QueryParam("dryRun")
                    @DefaultValue("false")
                    boolean dryRun,
            @Parameter(description = "new for each new request; kept for at least 7 days", example = "run-2026-10")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        MoneyRequests.required(key);
        SortedSet<YearMonth> periods = periods(body.periods());
        StartInvoiceRun.Request request = new StartInvoiceRun.Request(
                periods,
                tenants(body.tenants()),
                after(periods.last(), body.issueDate()),
                mode(body.approval(), dryRun));
        StartInvoiceRun.Plan plan = startInvoiceRun.plan(request);
        if (!plan.unknown().isEmpty()) {
            throw new Refusal(
                    BillingProblem.INVALID_INVOICE_RUN,
                    "there is no account for " + plan.unknown(),
                    List.of(new FieldError("/tenants", "unknown: " + plan.unknown())));
        }
        return requests.answer(key, "POST invoice-runs", request, plan.tenants(), connection -> {
            String run = startInvoiceRun.start(connection, plan, caller.name());
            RunView view = RunView.of(readInvoiceRun.read(connection, run).orElseThrow());
            return MoneyRequests.json(202, "/api/v1/invoice-runs/" + run, view);
        });
    }

    /**
     * A page.
     *
     * @param items the latest run first
     * @param nextCursor leads to the next page; absent on the last one
     */
    @Schema(name = "InvoiceRunList")
    public record RunPage(
            List<RunInShortView> items, @Nullable String nextCursor) {}

    /**
     * A run in short.
     *
     * @param id opaque
     * @param state as in {@link RunView}
     * @param requestedAt when it was asked for
     * @param requestedBy by whom
     * @param issueDate date of its invoices
     * @param periods billing months
     * @param items how many contracts' months it has
     * @param outcomes how many of them have each outcome; those that wait are in none
     */
    @Schema(name = "InvoiceRunInShort")
    public record RunInShortView(
            String id,
            String state,
            Instant requestedAt,
            String requestedBy,
            LocalDate issueDate,
            List<String> periods,
            long items,
            Map<String, Long> outcomes) {

        static RunInShortView of(RunBook.RunInShort run) {
            return new RunInShortView(
                    run.run().id(),
                    run.state(),
                    run.run().requestedAt(),
                    run.run().requestedBy(),
                    run.run().issueDate(),
                    run.run().periods(),
                    run.items(),
                    run.outcomes());
        }
    }

    /** Runs, the latest first. */
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listInvoiceRuns",
            summary = "Invoice runs, the latest first",
            description = "With how many contracts' months came to which outcome; one run has all of them by name.")
    public RunPage list(@BeanParam PageParameters page) {
        Cut<RunBook.RunInShort> runs = page.cut(
                readInvoiceRun.list(Cursor.instantFromWire(page.cursor, RunBook.RunPosition::new), page.most()),
                last -> Cursor.toWire(last.run().requestedAt(), last.run().id()));
        return new RunPage(runs.map(RunInShortView::of), runs.nextCursor());
    }

    /** A run as it stands. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getInvoiceRun", summary = "How far an invoice run has come, and its preview")
    public RunView get(
            @Parameter(description = "id of the run", example = "run_4f0c2a7e-6d0b-4f4e-9d57-0f3f6a1b2c3d")
                    @PathParam("id")
                    String id) {
        return RunView.of(find(id));
    }

    /** Approves a run that waits for it. */
    @POST
    @Path("/{id}/approve")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "approveInvoiceRun",
            summary = "Approve what the preview of a run shows",
            description =
                    "By another person than the one who started the run. What has changed since the preview when its turn"
                            + " comes is held, not issued.")
    @APIResponse(
            responseCode = "200",
            description = "The run goes on",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "409", description = "The run does not wait for approval, or has ended")
    public Response approve(
            @Parameter(description = "id of the run", example = "run_4f0c2a7e-6d0b-4f4e-9d57-0f3f6a1b2c3d")
                    @PathParam("id")
                    String id,
            @Parameter(description = "new for each new request; kept for at least 7 days", example = "approve-2026-10")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        MoneyRequests.required(key);
        RunState before = find(id);
        return govern(
                key,
                "POST approve",
                before,
                connection -> governInvoiceRun.approve(connection, id, before.previewed(), caller.name()));
    }

    /** Stops a run. */
    @POST
    @Path("/{id}/stop")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "stopInvoiceRun",
            summary = "Stop a run",
            description = "What it has issued stays. The rest is left for another run.")
    @APIResponse(
            responseCode = "200",
            description = "The run has stopped",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "409", description = "The run has ended")
    public Response stop(
            @Parameter(description = "id of the run", example = "run_4f0c2a7e-6d0b-4f4e-9d57-0f3f6a1b2c3d")
                    @PathParam("id")
                    String id,
            @Parameter(description = "new for each new request; kept for at least 7 days", example = "stop-2026-10")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        MoneyRequests.required(key);
        return govern(key, "POST stop", find(id), connection -> governInvoiceRun.stop(connection, id, caller.name()));
    }

    /** What is done to a run. */
    @FunctionalInterface
    private interface Act {
        GovernInvoiceRun.Result take(Connection connection) throws SQLException;
    }

    private Response govern(@Nullable String key, String operation, RunState run, Act act) {
        String id = run.run().id();
        Set<String> tenants =
                run.items().stream().map(item -> item.key().tenant()).collect(Collectors.toSet());
        return requests.answer(key, operation, id, tenants, connection -> {
            switch (act.take(connection)) {
                case DONE -> {
                    // Below: the run as it is now.
                }
                case UNKNOWN -> throw new Refusal(CommonProblem.NOT_FOUND, "there is no invoice run '" + id + "'");
                case NOT_WAITING ->
                    throw new Refusal(
                            BillingProblem.RUN_NOT_WAITING,
                            "run " + id + " is in state " + run.state() + ", not awaiting-approval");
                case SAME_PERSON ->
                    throw new Refusal(
                            BillingProblem.SECOND_PERSON_NEEDED,
                            "run " + id + " was started by " + caller.name() + ", so somebody else has to approve it");
                case ENDED -> throw new Refusal(BillingProblem.RUN_ENDED, "run " + id + " is in state " + run.state());
            }
            RunView view = RunView.of(readInvoiceRun.read(connection, id).orElseThrow());
            return MoneyRequests.json(200, null, view);
        });
    }

    private RunState find(String id) {
        return readInvoiceRun
                .read(id)
                .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no invoice run '" + id + "'"));
    }

    private static RunBook.Mode mode(@Nullable String approval, boolean dryRun) {
        if (approval != null && !approval.equals(REQUIRED)) {
            throw new Refusal(
                    BillingProblem.INVALID_INVOICE_RUN,
                    "approval '" + approval + "' is not known",
                    List.of(new FieldError("/approval", "write required, or leave the member out")));
        }
        if (dryRun) {
            return RunBook.Mode.PREVIEW;
        }
        return approval == null ? RunBook.Mode.ISSUE : RunBook.Mode.APPROVAL;
    }

    private static SortedSet<String> tenants(@Nullable List<String> tenants) {
        if (tenants != null && tenants.isEmpty()) {
            // Whoever chose nobody would bill everybody, for good.
            throw new Refusal(
                    BillingProblem.INVALID_INVOICE_RUN,
                    "tenants names nobody",
                    List.of(new FieldError("/tenants", "name tenants, or leave the member out for all")));
        }
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

    /** An invoice for what was used cannot be older than the use: its date decides VAT rates, exchange rates and due dates. */
    private @Nullable LocalDate after(YearMonth last, @Nullable LocalDate issueDate) {
        if (issueDate != null && !issueDate.isAfter(last.atEndOfMonth())) {
            throw new Refusal(
                    BillingProblem.INVALID_INVOICE_RUN,
                    "the invoices would be dated " + issueDate + ", before the end of " + last,
                    List.of(new FieldError("/issueDate", "must be after " + last.atEndOfMonth())));
        }
        String flaw = issueDates.flaw(issueDate);
        if (flaw != null) {
            throw new Refusal(
                    BillingProblem.INVALID_INVOICE_RUN,
                    "the invoices would be dated " + issueDate + ", which is in the future",
                    List.of(new FieldError("/issueDate", flaw)));
        }
        return issueDate;
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
